"""Questions that weigh options against each other."""
