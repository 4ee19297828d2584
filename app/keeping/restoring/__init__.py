"""From a backup to a program that runs on it: unpack, compare, say what is lost, change over."""
