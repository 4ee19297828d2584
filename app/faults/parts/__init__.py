"""The parts that go into mending a fault: taken from the stock of its site."""
