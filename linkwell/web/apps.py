from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "linkwell.web"

    def ready(self) -> None:
        from linkwell.web import idle
        from linkwell.web.sign_in import second_factor

        idle.listen()
        second_factor.listen()
