"""The tests of Roomworthy: journeys and rules, on real databases."""
