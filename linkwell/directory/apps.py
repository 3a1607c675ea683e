from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "linkwell.directory"

    def import_models(self) -> None:
        """Also the tables of keeping an entry true with its group, and those that search reads, in
        files of their own."""
        super().import_models()
        import_module("linkwell.directory.keeping")
        import_module("linkwell.directory.findable")
