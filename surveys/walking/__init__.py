"""A respondent's way: what is asked of whom, how often, in which order, and in which words."""
