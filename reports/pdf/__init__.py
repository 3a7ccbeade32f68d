"""From a document to tagged PDF bytes: its HTML, its fonts, and the child that writes it."""
