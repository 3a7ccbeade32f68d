"""Themes at every grain: one tree, of which any number of themes is a cut."""
