"""Questionnaires of the ONS runner (JSON): sections, groups, blocks, a file for each language."""
