"""Who is signed in, found in one question together with what they are in each place."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from linkwell.access.models import User
from linkwell.access.queries import user_with_members


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: UUID) -> User | None:
        user = user_with_members(user_id) or super().get_user(user_id)
        return user if isinstance(user, User) and self.user_can_authenticate(user) else None
