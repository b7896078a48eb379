"""The web shell: pages in a browser on this computer, and nothing else.

It owns the listening socket, the session, the checks on every request, the forms and the look.
It knows no app: `bootstrap` hands it pages and navigation that the apps declare.

Promises: it answers only the address it printed; nothing typed is written to disk by it or by the
browser it talks to; every POST answers 303; the keys live in one child process that lock kills.

Does not: protect an unlocked screen from the person holding it, nor a computer with a spy on it.
"""
