"""One run of the analysis over a study, from its texts to its themes."""
