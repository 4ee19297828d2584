"""Chat rooms and webhooks that hear of events."""
