"""What every page stands on: languages, layout, error pages, safety, static files."""
