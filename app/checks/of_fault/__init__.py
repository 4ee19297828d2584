"""What checks found of one fault, with their photos: the page that the fault leads to."""
