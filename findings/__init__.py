"""What the words say: themes a person has judged."""
