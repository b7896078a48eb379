"""Latin letters as sounds: Uzbek, Tajik, Kazakh, Turkmen, passports, press, neighbours."""

from __future__ import annotations

SHARED = """
a a   b b   c c   d d   e e   f f   g g   h h   i i   j J   k k   l l   m m   n n   o o
p p   q q   r r   s s   t t   u u   v v   w v   x X   y y   z z
"""

BY_LANGUAGE = {
    "uz": "oʻ U   gʻ G   sh S   ch D   x X   j J   q q   ng N   ngʻ N   ş S   ç C   ğ G   ö U",
    "tg": "kh x   gh G   ngh N   zh Z   ī i   ū u   ŭ u   ç j   ḩ h   q q",
    "kk": "ş S   ğ G   ı I   ñ N   ö U   ü u   ä Q   ū u   qs(?!h) K   ssh S",
    "tk": "ş S   ç C   ž Z   ň N   ý y   ä Q   ö U   ü u",
    "passports and press": """
        dzh j   dj j   kh x   gh G   zh Z   sh S   ch D   shch S
        ts(?!ʻ?k) T   ks(?!h) K   dz z""",
    "English": "ph f   th t   ck(?![iy]) k   ee i   oo u   tch C",
    "French": "dj j   tch C   ou u   qu(?=[ei]) k   gu(?=[ei]) g",
    "German": """
        dsch j   tsch C   schtsch S   sch S   oe(?=[^v]) U   ue(?=[^v]) u   ß s""",
    "Dutch, Danish": "dzj j   sjtsj S   tsj C   sj S   zj Z   ij(?=.) i",
    "Polish": "dż j   szcz S   cz C   sz S   ł l   ś S   ć C   ź Z   ż Z   ck(?=[iy]) tsk",
    "Czech and Baltic": "tš C   dž j   š S   č C   ž Z   ţ t",
    "maps of Afghanistan": "s\u0304 S   z\u0304 z   c\u0304 C",
    "further": """
        ё O   ë e   ð d   đ d   þ t   æ Q   ø U   ə Q   ŋ N   ƶ Z   ġ G   ģ g   œ o""",
}
"""Read longest first; a letter with a mark that is not named here is read without the mark."""

AROUND = {
    "Abd-ul-: l before a consonant is read or not": (r"^abdul(?=[bcdfghjkmnpqrstvwxz])", "abdu"),
    "iu, ia at the beginning are yu, ya": (r"^i(?=[uao])", "y"),
    "yo, io after a consonant": (r"(?<=[bdgklmnprstvzh])[y]o(?!u)", "ё"),
    "ë after a consonant is ё": (r"(?<=[bdgklmnprstvzh])ë", "ё"),
    "eev is еев": (r"(?<=e)e(?=v)", "ye"),
    "ii, iy, ij, yj at the end": (r"[iyı][iyýj]$", "i"),
    "e after a or o is ye, but oe within a word": (r"(?<=a)e|(?<=o)e$", "ye"),
    "y between consonants": (r"(?<=[^aeiou])y(?=[^aeiou]|$)", "I"),
    "j after a vowel at the end, or before sk": (r"(?<=[aeou])j(?=sk|$)", "y"),
}
"""Letters whose sound depends on their neighbours, put right before the table is read."""
