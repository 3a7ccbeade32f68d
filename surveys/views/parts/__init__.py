"""What several views of one subject share."""
