"""What the bot knows: `knowledge/` is the data, this package reads and checks it."""
