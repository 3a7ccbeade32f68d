"""What happens to answers besides being given: they follow their lines, and are erased."""
