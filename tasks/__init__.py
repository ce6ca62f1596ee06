"""The edges: stages named like the moments of the flow; adapters touch disks and tools."""
