"""From waiting to sent: letters, their tries, and what a broken way may hold up."""
