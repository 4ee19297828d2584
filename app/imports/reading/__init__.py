"""Bytes become sheets: separated text, JSON or workbooks, guarded and told by what they hold.

`files.read` is the way in. Of rooms and equipment it knows only the words that columns go by.
"""
