"""Measuring and fitting the answers."""
