"""Asking the vendor of a broken unit: a mail with the facts filled in."""
