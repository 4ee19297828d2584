"""Workbooks: guarded, then unpacked by a bounded child process."""
