"""`python -m bot` and the console script `zuzhang`."""

import sys

from bot.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
