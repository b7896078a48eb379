"""Sync: carries sealed entries between vaults, by a hub, a neighbour's computer or a file.

A session with a carrier pulls what is new, takes it in, tells newcomers what they should know and
pushes what the carrier lacks. It may stop anywhere and go on later; a failed try leaves nothing
behind. Invitations and keys travel the same way, as letters.

Promises: whoever carries learns no space, person or word, and cannot make anything up; what was
held back, put back or shown differently to others is noticed when views meet, and said.
Does not: know who received what; make a carrier carry.
"""
