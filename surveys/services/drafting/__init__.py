"""Drafts saved by several people at a time: nobody's words are lost."""
