"""What speaks for a theme: its name, its key phrases, its clearest quotes."""
