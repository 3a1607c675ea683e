"""`linkwell serve`: the pages. A proxy in front of it speaks https to the world."""

from argparse import ArgumentTypeError, Namespace

from linkwell.config.commands import Subparsers, use_database


def add(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("serve", help="serve the pages")
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="default 8000")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen at; default 127.0.0.1"
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from linkwell.config.supervisor import Child, Supervisor, listen

    with listen(arguments.host, arguments.port) as listener:
        use_database()
        from django.conf import settings
        from django.db import connections

        from linkwell.config.problems import refuse_if_any
        from linkwell.config.serving import load_pages, serve_pages

        refuse_if_any()
        load_pages()
        connections.close_all()
        server = settings.DATABASES["default"]["EMBEDDED_SERVER"]
        Supervisor([Child("pages", lambda: serve_pages(listener))], server).run()
    return 0


def port(text: str) -> int:
    """A port as typed on the command line."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"“{text}” is not a port; give a number from 1 to 65535.")
    return int(text)
