"""What `flask doctor` asks of the program and of the machine it runs on."""
