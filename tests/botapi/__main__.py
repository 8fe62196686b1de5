"""`python -m tests.botapi`: the server as a process of its own; prints its address when ready."""

import argparse
import asyncio
import contextlib
import signal

from tests.botapi.api import TOKEN, BotApi


async def serve(options: argparse.Namespace) -> None:
    """Serve until the process is told to end."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with BotApi(options.port, options.token, delay=options.delay, seed=options.seed) as api:
        print(api.url, flush=True)
        await stopped.wait()


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument(
        "--delay", type=float, default=0.0, help="seconds before a call takes effect"
    )
    parser.add_argument("--seed", type=int, default=0)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
