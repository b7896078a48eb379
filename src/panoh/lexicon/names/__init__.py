"""x"""
from panoh.lexicon.names.memory import search
