"""The tables of whom we study."""
