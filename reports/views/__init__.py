"""The pages of reports and of the journey map."""
