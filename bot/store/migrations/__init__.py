"""What Alembic runs. To add a step: a file in `versions/`, `HEAD` in bot/store/migrate.py, and a
dump of the version released last in `tests/store/released/`.
"""
