"""`python -m bot` and the console script `zuzhang`."""

import os
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line of this process and return its exit status."""
    try:
        from bot.cli.main import run  # here, so that Ctrl-C while it loads is no traceback

        return run(sys.argv[1:], os.environ)
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
