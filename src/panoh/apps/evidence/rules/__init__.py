"""Pure decisions of the evidence ledger; nothing here stores, shows or fetches.

`periods.py` days and stretches · `figures.py` numbers and the range their words allow ·
`disagree.py` how figures stand to each other · `sentences.py`, `months.py`, `numerals.py` how the
languages of the region write sentences, dates and numbers · `suggest.py` sentences with a figure ·
`anchors.py` finding a passage again · `spec.py` the text of a brief and why it is refused.
"""
