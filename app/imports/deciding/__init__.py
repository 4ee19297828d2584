"""What people decided about lists, for those that come: words that mean the same, shapes known."""
