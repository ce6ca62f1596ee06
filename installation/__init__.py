"""Packs the checkout with its wheels, and installs it without a network; no part of a run."""
