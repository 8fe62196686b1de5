"""Where users are: each transport carries texts and buttons to the assistant and replies back."""
