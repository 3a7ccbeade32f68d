"""PURE: the report as a value, its sentences, its snapshot and the small-group rule."""
