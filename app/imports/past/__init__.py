"""Imports that were applied: what each did, what was built on it since, and taking it back.

`ties` asks the database what holds each row, `weighing` decides which rows have to stay, `undoing`
takes the others back. A row is taken back whole, or left whole.
"""
