"""LimeSurvey's structure files: `.lss` (XML) and tab-separated text."""
