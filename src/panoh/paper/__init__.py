"""Paper: a sheet of headings, lines and blanks, laid out and written as a PDF, in memory only.

It promises: nothing is read but the fonts of this computer, nothing is written at all; the file
says neither who made it nor when; a sheet in two languages stands side by side; what no font here
can show is named in a warning. It knows no vault, no client and no language: it is handed words.
It does not: shape scripts that run from right to left (such a text is warned about; the browser
prints it), or hyphenate.

`model.py` what stands on a sheet · `truetype.py` one font file · `fonts.py` which fonts there are ·
`layout.py` from a sheet to pages · `pdf.py` from pages to bytes · `locked.py` the password ·
`svg.py`, `raster.py`, `outline.py` a picture alone, as a drawing or as dots.
"""
