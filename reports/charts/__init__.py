"""PURE: numbers to SVG strings, the same bytes on a page and in the PDF."""
