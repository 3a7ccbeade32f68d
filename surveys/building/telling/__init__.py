"""A questionnaire in words: its rules, how they are written, what is to be put right."""
