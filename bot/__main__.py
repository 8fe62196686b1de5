"""`python -m bot` and the console script `zuzhang`."""

import os
import sys

from bot.cli.main import run


def main() -> int:
    """Run the command line of this process and return its exit status."""
    return run(sys.argv[1:], os.environ)


if __name__ == "__main__":
    sys.exit(main())
