"""Another unit in the place of a broken one."""
