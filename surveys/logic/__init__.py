"""The language of rules and expressions: read, written, and made into functions."""
