from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "linkwell.config"

    def ready(self) -> None:
        from linkwell.config.wiring import connect

        connect()
