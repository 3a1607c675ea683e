"""What it costs a process of ours to read a feed: `python -m tests.security.fetch_cost URL`.

With all that an import has loaded besides, and the limits as they are.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django

NAMES = 'title = "x"\nheaders = ["Name"]\nmade_id = ["Name"]\n[fields]\nname = "Name"\n'


def main(url: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from linkwell.directory.queries import postcodes
    from linkwell.kernel.errors import InputAtFault

    found = postcodes().find_many(["M33 7BZ"])
    assert found[0] is not None
    began = time.monotonic()
    try:
        drafts = _drafts(url)
        told = f"{len(list(drafts))} in, {len(drafts.refused)} refused"
    except InputAtFault as fault:
        told = fault.sentence
    seconds = time.monotonic() - began
    # Of this program alone: `ru_maxrss` also counts the one that started it.
    status = Path("/proc/self/status").read_text()
    megabytes = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps({"told": told, "seconds": seconds, "megabytes": megabytes}))


def _drafts(url: str) -> Any:
    """Of a feed, a zip or a sheet, as an import makes them."""
    from linkwell.directory.drafting import Drafting, read_list
    from linkwell.directory.feed_pages import read_feed
    from linkwell.directory.feeds import FeedDrafts, Format, is_sheet, records_in
    from linkwell.directory.fetching import Answer, Fetcher
    from linkwell.directory.mapping import read_mapping
    from linkwell.directory.queries import postcodes
    from linkwell.directory.rows import STRANGERS

    fetcher, find = Fetcher(or_loopback=True), postcodes().find_many
    first = fetcher.get(url)
    if is_sheet(first.body, Format.AUTO):
        return Drafting(*read_list(first.body, read_mapping(NAMES, name="names"), STRANGERS), find)
    if first.body.startswith(b"PK"):
        return FeedDrafts(records_in(first.body, Format.AUTO, STRANGERS), find)

    def get(asked: str, version: Mapping[str, str]) -> Answer:
        return first if asked == url else fetcher.get(asked, version)

    return FeedDrafts(read_feed(url, Format.AUTO, get).records, find)


if __name__ == "__main__":
    main(sys.argv[1])
