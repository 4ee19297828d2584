"""What holds against somebody who means harm."""
