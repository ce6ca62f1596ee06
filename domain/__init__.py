"""The thought: pure, typed, no files and no tools."""
