"""A reader by endpoint for a study: who is asked, what leaves, what it costs."""
