"""Whom we study and the journey we believe they take."""
