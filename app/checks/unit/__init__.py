"""The page of one unit: all that is known of it beside its checks."""
