"""The only place that touches a cryptographic library.

What it is: signing (`sign`), sealing (`seal`), deriving, hashing and stretching (`derive`), and the
list of purposes (`labels`). Import the module you need; this file stays empty so that importing one
never loads another.

It promises: every call names its purpose with a `Label`; every input is length-prefixed, so two
different inputs never give the same bytes; a failed check raises, no function returns False; nonces
and salts come from the operating system, never from the caller.

It does not: erase keys from memory (Python cannot), hide lengths (callers pad), keep any key, or
invent a primitive. What is used where stands in docs/wire-format.md and docs/concepts/vault.md.
"""
