"""Job plans as managers make them: what to do, for what, in which rhythm, by which items."""
