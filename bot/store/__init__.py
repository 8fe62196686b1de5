"""What is kept, and the only place that talks to the database: one file per concept."""
