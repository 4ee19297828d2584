"""One's own account: the home of password, second factor, passkeys, and where one is signed in."""
