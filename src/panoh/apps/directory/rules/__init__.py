"""Pure decisions of the directory: nothing here reads a vault or a clock.

`hours.py` opening times · `age.py` how far an entry can still be trusted · `find.py` what fits a
person's need, in which order and why · `referral.py` the life of a referral.
"""
