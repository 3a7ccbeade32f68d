"""Questionnaires of other tools: taken in, and handed out."""
