"""The languages of a draft: its translations saved, reviewed, sent out and taken in."""
