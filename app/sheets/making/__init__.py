"""From an understood wish to a file: what tags stand for, what they say, the file itself."""
