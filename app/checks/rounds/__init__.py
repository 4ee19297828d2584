"""Rounds: the rooms of one walk in order; made, taken, walked, handed over, ended."""
