"""Print the SQL of a database with rows in every table: `python -m tests.store.dump`.

Before a release whose tables changed, keep it as tests/store/released/VERSION.sql.
"""

import asyncio
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.store.material import GROUP, OTHER, USER, fill, opened


async def make(path: Path) -> None:
    async with opened(path) as store:
        await fill(store, USER, USER)
        await fill(store, GROUP, OTHER)


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "store.db")
        asyncio.run(make(path))
        connection = sqlite3.connect(path)
        print("\n".join(connection.iterdump()))
        connection.close()


if __name__ == "__main__":
    main()
