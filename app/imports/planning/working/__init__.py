"""What planned and past work lines tell, and of which rooms and units."""
