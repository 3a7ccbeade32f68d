"""A reader behind a chat: it drafts a codebook and codes the units as a careful analyst does.

Nothing here knows who answers: `Chat` is all it asks of an endpoint. What a reply says enters only
after it was checked against what was asked; the rest is left to the offline engine and marked so.
"""
