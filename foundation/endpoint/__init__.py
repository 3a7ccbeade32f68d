"""Servers that speak OpenAI's protocol: how they are asked, and what may come back."""
