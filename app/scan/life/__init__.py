"""What staff see and do of a tag itself: it hangs, is torn, is replaced, is void."""
