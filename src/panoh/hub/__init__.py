"""Hub: a blind relay. It keeps mailboxes of wrapped entries for whoever signs for them.

Promises: what is acknowledged stands on the disk; a mailbox's numbers have no gap for any reader;
the same blob twice gets one number; no account, name, address or plain word is kept, and times only
to the hour of a mailbox's last use; memory is bounded whatever comes.

Does not: open anything, tell members apart, hide that it is used, or have to be trusted: nodes
verify what they fetch, and a hub that holds back, forks or puts back is noticed by them.
May import wire, storage, crypto.sign, platform and errors only.
"""
