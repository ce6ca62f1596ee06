"""Answers that came in a table of the document's own layout instead of in the form."""
