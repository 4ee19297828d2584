"""What happened on the demo campus, as pure functions: no database, no clock."""
