"""The tables of what we ask and what they answer."""
