"""An administrator links accounts elsewhere with somebody's account here, and takes links away."""
