"""Tables from and for other programs: CSV and XLSX read in memory within limits, sealed files.

It promises: no temporary file, no formula carried out, no entity expanded, nothing inflated beyond
a limit; a table that is refused says in which row and why; what goes out cannot become a formula in
a spreadsheet, and leaves only sealed. It knows no vault and no field.

`model.py` a table and its limits · `text.py` CSV · `workbook.py` XLSX · `read.py` which of them ·
`values.py` dates and numbers as spreadsheets write them · `write.py` CSV that starts no formula ·
`age.py`, `sealed.py` age and AES zip.
"""
