"""`python -m bot` and the console script `zuzhang`."""

import os
import signal
import sys
from pathlib import Path


def main() -> int:
    """Run the command line of this process and return its exit status."""
    try:
        from bot.cli.main import run  # here, so that Ctrl-C while it loads is no traceback
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    name = Path(sys.argv[0]).stem
    return run(sys.argv[1:], os.environ, "python -m bot" if name == "__main__" else name)


if __name__ == "__main__":
    sys.exit(main())
