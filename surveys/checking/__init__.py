"""What would go wrong with a questionnaire's logic, and what its words could do better."""
