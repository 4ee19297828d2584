"""The audit log as auditors read it: its page, its sentences, and the file of it."""
