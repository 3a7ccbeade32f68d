"""More themes or fewer: the hierarchy a run found, and what a person makes of it."""
