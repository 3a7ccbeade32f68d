"""Days, months and hours, as people of each language write them."""
