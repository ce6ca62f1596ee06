"""Properties are tried the same way every time, leave no file and mind no slow machine."""

from hypothesis import settings

settings.register_profile("unit", deadline=None, derandomize=True, database=None)
settings.load_profile("unit")
