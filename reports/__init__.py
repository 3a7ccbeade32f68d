"""What we tell the firm."""
