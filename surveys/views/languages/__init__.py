"""Pages of a draft's languages."""
