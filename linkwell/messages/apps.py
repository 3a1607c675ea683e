from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "linkwell.messages"
    label = "messaging"  # Django's own app has the plain name
