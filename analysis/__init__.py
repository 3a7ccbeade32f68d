"""Words in, themes out: pure, no web, no database, no clock."""
