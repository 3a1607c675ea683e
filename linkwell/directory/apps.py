from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "linkwell.directory"

    def import_models(self) -> None:
        """Also the tables of keeping an entry true and of what is one group."""
        super().import_models()
        import_module("linkwell.directory.keeping")
        import_module("linkwell.directory.pairs")
