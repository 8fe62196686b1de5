"""Every sentence the program says. Answers themselves stand in `knowledge/`."""
