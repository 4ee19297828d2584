"""The queue: which faults wait for somebody, the soonest promise first."""
