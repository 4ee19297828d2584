"""Who serves which sites, and so sees them alone."""
