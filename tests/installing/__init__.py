"""What is written for whoever runs it, and what installs it."""
