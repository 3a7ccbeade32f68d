"""Tables from people's files and back: CSV, XLSX, JSON Lines."""
