"""What must be told to whom: kept in the same transaction, delivered by the worker."""
