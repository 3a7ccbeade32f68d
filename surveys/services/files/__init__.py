"""Files beside questions and answers."""
