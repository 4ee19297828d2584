"""Every list as a file: CSV and XLSX; rooms and equipment also as JSON and as COBie workbooks.

What goes out comes in again by `imports` and changes nothing.
"""
