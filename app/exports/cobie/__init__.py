"""COBie 2.4 workbooks of what is in use: one of each building, as COBie has it."""
