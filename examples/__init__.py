"""The sample study and how it is played."""
