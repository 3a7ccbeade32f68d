"""Conditions of other tools: each language is read into one tree, which becomes a rule of ours."""
