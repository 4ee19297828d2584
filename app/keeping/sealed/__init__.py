"""The form of a backup file: what is in it, in sealed pieces whose order and end are sure."""
