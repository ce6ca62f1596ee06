"""The panel: the coordinator's one page, on this machine alone."""
