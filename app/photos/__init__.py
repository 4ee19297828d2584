"""Photos: the cage that decodes a picture from outside, and the store of what came through it."""
