"""The pages of the room: one blueprint a file."""
