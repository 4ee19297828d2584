"""A COBie workbook as records: its sheets join by name."""
