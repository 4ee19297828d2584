"""What a fault turned out to be, said when it is closed, and what it was the times before."""
