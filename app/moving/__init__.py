"""The whole database carried to another engine: the road from one small machine to many."""
