"""One module a tool or disk; they import the domain and one another's plain helpers only."""
