"""What the pages of an import show before and after it is applied, and what they let choose."""
