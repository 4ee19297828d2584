"""What a text says of the building, the floor and the room that it stands for."""
