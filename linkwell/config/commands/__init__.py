"""The commands of `linkwell`, one module each. A module offers `add(subparsers)`.

Modules import little at the top, so that `linkwell --help` is quick: what needs Django is imported
in the function that runs, after `use_django` or `use_database`.
"""

import os
from argparse import ArgumentParser, _SubParsersAction
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
    use_django()
    from django.conf import settings

    from linkwell.config import schema
    from linkwell.kernel import geography
    from linkwell.kernel.errors import NotReady

    if settings.DATABASES["default"]["EMBEDDED_SERVER"] is not None:
        schema.bring_up_to_date()
        geography.pack(settings.POSTCODES)
    elif not schema.is_up_to_date():
        raise NotReady("The database is not what this version needs. Run `linkwell migrate`.")
