"""What is decided about maps and runs, without a vault, a page or a word for a person.

`model.py` a map · `lint.py` what no factor may be · `pooled.py` maps out of claims · `loops.py`
loops and where to cut · `mattering.py` how much each matters · `draws.py` one ensemble ·
`engine.py` its run · `resting.py` where it can rest · `deciding.py` what decides an outcome ·
`whatif.py` a question and its answer · `honesty.py` the checks printed with it · `spread.py` the
same over other computers · `exchange/` files of other tools · `equations/` models that are read
with their equations. NumPy and networkx are the extra `evidence`: modules that need them are
loaded when they are used, so that an install without them still starts.
"""
