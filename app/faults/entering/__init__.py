"""What somebody tells by phone or at the desk, written down by staff in three fields."""
