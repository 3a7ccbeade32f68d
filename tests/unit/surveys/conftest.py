"""Property tests here are the same at every run, and a busy machine does not fail them."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, max_examples=40, derandomize=True)
settings.load_profile("steady")
