"""What each site has of a spare: how many, how many there should be, where they lie."""
