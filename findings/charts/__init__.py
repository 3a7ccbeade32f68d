"""Charts as SVG: the marks all charts share, and those of findings."""
