"""Building a questionnaire step by step; values in, values out."""
