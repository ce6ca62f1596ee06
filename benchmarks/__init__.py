"""Measurements, one file each; run by hand, never by the tests."""
