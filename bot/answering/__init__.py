"""How a question finds its entry. Pure: no clock, no environment, no transport."""
