"""A new member opens the invitation, chooses a password, and signs in."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from linkwell.access import links
from linkwell.access.models import User
from linkwell.access.queries import actor_for
from linkwell.kernel.errors import NotThere
from linkwell.web.pages import FormPage, render
from linkwell.web.plain import not_there
from linkwell.web.sign_in.forms import NewPassword


class ChoosePassword(NewPassword):
    button = "Keep this password"

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user


@dataclass(frozen=True, kw_only=True)
class InvitationPage(FormPage):
    template: ClassVar[str] = "account/invitation.jinja"

    name: str


@require_http_methods(["GET", "HEAD", "POST"])
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening shows a form; only sending it uses the invitation up."""
    found = links.invited(token)
    if found is None:
        return not_there(request)
    link_id, user = found
    form = ChoosePassword(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            links.accept_invitation(link_id, form.cleaned_data["password1"], by=actor_for(user))
        except NotThere:  # used a moment ago
            return not_there(request)
        messages.success(request, "Your password is kept. Sign in with it now.")
        return redirect("account_login")
    return render(request, InvitationPage(title="Welcome", form=form, name=user.name))
