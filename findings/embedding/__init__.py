"""Which embedder is on, and whether it answers."""
