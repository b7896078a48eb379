"""Models that come with their equations: stocks, flows and what they depend on.

`expression.py` reads one equation into a tree · `functions.py` what the functions do ·
`hidden.py` those that remember · `system.py` a model and its run in Euler or Runge-Kutta steps ·
`vensim.py`, `xmile.py` the two ways of writing it. An equation is read into a tree of known
operations and never carried out as a program.
Subscripts, macros, modules and data files are refused with that reason.
"""

from panoh.apps.circle.rules.equations.system import System, simulate

__all__ = ["System", "simulate"]
