"""When rooms are booked: told by an iCalendar address or file, and what is free between."""
