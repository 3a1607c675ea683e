from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "linkwell.directory"

    def import_models(self) -> None:
        """Also the tables that stand in files of their own: keeping an entry true with its group,
        lists that come in, what search reads, entries that may be one group."""
        super().import_models()
        for file in ("keeping", "imports", "findable", "pairs"):
            import_module(f"linkwell.directory.{file}")
