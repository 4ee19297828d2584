"""Reports by e-mail: mail in our inbox becomes a report, a note, or waits for a person."""
