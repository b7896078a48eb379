"""The core: vault, identity, space, log, packs, records, views, and the node that joins them.

Each idea is a folder with the same files: `model` (frozen types), `rules` (pure decisions),
`codec` (bytes and back), `store` with `schema.sql` (all its SQL). An idea imports only the ideas
before it in the list above. The core knows no page, no command and no app; apps meet it through
`core.app.App` and `core.node.Node`.
"""
