"""Pages for a phone, from this computer and over TLS alone.

`doorway` listens while it is switched on, `gate` says who may pass, `served` which pages go out,
`pages` are the few that only a phone sees, and the one that asks for the phrase at the computer.

It promises: off until somebody has read what it means and switched it on; off again by one act and
whenever the vault locks; nothing without TLS; nothing to a phone that was not paired, was shut out,
or was left alone. It does not: hide from the network that there is something, or open a vault.
"""
