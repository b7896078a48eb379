"""Long runs beyond `make test`: other seeds, more points, more inputs, mutants of the code.

`make soak SECONDS=1800 SEED=1` runs eight lanes, two at a time, within the given seconds:
crash, convergence, simulator, fuzz, hostile, hub, mutants, frozen. Each prints its seed, commit,
counts, seconds, failures and how to replay them; any failure makes the exit status non-zero. One
lane alone: `--lane fuzz`. `--write` puts the latest figures into docs/soak.md. A lane writes below
a temporary folder and .cache/soak only, and never changes the checkout.
folder and .cache/soak only, and never changes the checkout.
"""
