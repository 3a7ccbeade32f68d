from hypothesis import settings

# The first Thai text loads a dictionary, so a deadline would measure the machine.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("steady")
