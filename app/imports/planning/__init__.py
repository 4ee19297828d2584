"""Rows beside what exists become a plan, line by line; nothing is asked and nothing is stored.

`dry_run.plan` is the way in; `plans` is what it answers, `estate` what it has to be told.
"""
