"""What it costs a process of ours to read a feed: `python -m tests.security.fetch_cost URL`.

With all that an import has loaded besides, and the limits as they are.
"""

import json
import os
import sys
import time
from pathlib import Path

import django


def main(url: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from linkwell.directory.feed_pages import read_feed
    from linkwell.directory.feeds import FeedDrafts, Format
    from linkwell.directory.fetching import Fetcher
    from linkwell.directory.queries import postcodes
    from linkwell.kernel.errors import InputAtFault

    found = postcodes().find_many(["M33 7BZ"])
    assert found[0] is not None
    began = time.monotonic()
    try:
        feed = read_feed(url, Format.AUTO, Fetcher(or_loopback=True).get)
        drafts = FeedDrafts(feed.records, postcodes().find_many)
        told = f"{len(list(drafts))} in, {len(drafts.refused)} refused"
    except InputAtFault as fault:
        told = fault.sentence
    seconds = time.monotonic() - began
    # Of this program alone: `ru_maxrss` also counts the one that started it.
    status = Path("/proc/self/status").read_text()
    megabytes = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps({"told": told, "seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main(sys.argv[1])
