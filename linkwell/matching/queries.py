"""The question: which services could fit? Reads the directory, then lets the rules decide."""

from datetime import datetime

from linkwell.directory.queries import within_reach
from linkwell.directory.rules import is_public
from linkwell.kernel import clock
from linkwell.kernel.clock import LONDON
from linkwell.matching.factors import Candidate
from linkwell.matching.gates import Gate
from linkwell.matching.request import Request
from linkwell.matching.rules import Answer, in_danger, rank


def match(request: Request, *, now: datetime | None = None, public: bool = False) -> Answer:
    """The answer to a request, from the directory as it stands now.

    `Answer.to_json()` is the form to keep: frozen, with the weights' version and the moment.
    `public`: without what the public is not shown, since it may not be so any more.
    """
    now = now or clock.now()
    if (help_first := in_danger(request, now)) is not None:
        return help_first
    here = request.at.point if request.at is not None else None
    reach = within_reach(request.at, request.km * 1000)
    candidates = [
        Candidate(
            listed.service_id,
            listed.listing,
            where.point.metres_to(here)
            if here is not None and (where := listed.listing.where) is not None and where.point
            else None,
            listed.perhaps,
        )
        for listed in reach.listed
        if not public or is_public(listed.listing, now.astimezone(LONDON).date())
    ]
    elsewhere = {Gate.CLOSED: reach.closed, Gate.TOO_FAR: reach.too_far}
    return rank(request, candidates, now, elsewhere=elsewhere)
