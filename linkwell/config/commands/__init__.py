"""The commands of `linkwell`, one module each. A module offers `add(subparsers)`.

Modules import little at the top, so that `linkwell --help` is quick: what needs Django is imported
in the function that runs, after `use_django` or `use_database`.
"""

import os
from argparse import ArgumentParser, _SubParsersAction
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

Subparsers: TypeAlias = "_SubParsersAction[ArgumentParser]"


def use_django() -> None:
    """Set Django up with Linkwell's settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkwell.config.settings")
    django.setup()


def use_database() -> None:
    """Set Django up, and the database and postcode table with it.

    Our own server's database is brought to what this code needs. Another's is not touched: there
    somebody decides when to run `linkwell migrate`, and until then this raises NotReady.
    """
    own = _set_up_while_server_starts()
    from django.conf import settings

    from linkwell.config import schema
    from linkwell.kernel import geography
    from linkwell.kernel.errors import NotReady

    if own:
        schema.bring_up_to_date()
        geography.pack(settings.POSTCODES)
    elif not schema.is_up_to_date():
        raise NotReady("The database is not what this version needs. Run `linkwell migrate`.")


def _set_up_while_server_starts() -> bool:
    """Set Django up; whether the server is our own. It starts while Python loads the code."""
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linkwell.config.settings")
    server = settings.DATABASES["default"]["EMBEDDED_SERVER"]
    if server is None:
        use_django()
        return False
    with ThreadPoolExecutor(1) as beside:
        starting = beside.submit(server.begin_use)
        use_django()
        starting.result()
    return True
