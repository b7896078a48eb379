"""Languages, scripts, places and the shared vocabulary: data and pure functions.

What it is: word lists for phrases (`phrases`), the factors of needs and strengths (`factors`), the
gazetteer (`gazetteer`), languages people speak (`languages`), letters made comparable (`letters`).
It promises that everything here is loaded only when asked for, that shipped data are checked
against hashes pinned in the source before a byte is used, and that what must never describe a
person (`C06` and every `O..`) cannot be had from here.
It does not know vaults, spaces or records, writes nothing, and holds no claim about states, groups
or events.
"""
