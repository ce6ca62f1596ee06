"""The story: one module for each moment of the year."""
