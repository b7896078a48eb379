"""The terminal shell: the root command, output, prompts.

It knows no app: `bootstrap` lets each app add its own group of commands. Promises: the same words
as the pages; what a command reads goes to standard output, everything else to standard error;
`--json` prints UTF-8 with stable keys; each error class ends with its own exit status.

Does not: take a phrase from an argument, print colour into a pipe, or keep a history of its own.
"""
