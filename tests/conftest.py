"""What holds for all tests."""

from hypothesis import settings

# A test asserts no time: on a busy machine any example may take long.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
