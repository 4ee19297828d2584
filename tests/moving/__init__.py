"""Everything moves to another engine."""
