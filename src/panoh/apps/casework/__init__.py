"""Casework: from a first contact to the closing of a case.

It keeps contacts without a case on one's own desk, and for each client a case: needs and strengths
together, a plan in the client's words, support, follow-ups, notes, reviews, closure.
It promises that a code alone is enough, that a note can be erased at once, that names and
programmes stay out of lists, and that nothing about places and populations is recorded about a
person. It does not refer, share or report: those are other apps, met through `APP` alone.
"""
