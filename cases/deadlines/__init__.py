"""Deadlines: an event, a rule, a way of service and a calendar give a due date and its derivation.

`calendars` says which days are closed, `rules` which duty has how long, `counting` counts and
`explain` tells why. Rules and holidays are data under `data/`, each with its dates, its source and
whether it was verified against the text. Nothing here reads a clock, a setting or a row.
"""
