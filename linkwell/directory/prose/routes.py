"""How people come in, by what a sentence says of it. Referring others on is no way in."""

from collections.abc import Iterator

from linkwell.directory.prose.said import Confidence, Field, Said, any_of
from linkwell.directory.rules import ReferralRoute

HINTS = frozenset({
    "refer", "self", "drop", "dropi", "walk", "walki", "turn", "turns", "come", "open", "welco",
    "appoi", "book", "booki", "first", "pay", "vouch", "membe", "becom", "regis", "arran",
    "join", "need",
})  # fmt: skip

_NEEDED = r"(?:need(?:ed)?|requir(?:ed|ement)|necessary|essential|must|only)"
_THEM = (
    r"(?:(?:an? |any |your |the |their |other )?(?:gps?|g\.p\.s?|doctors?|nurses?|consultants?"
    r"|hospitals?|health|nhs|primary care|medical|professionals?|agenc(?:y|ies)|link workers?"
    r"|social (?:workers?|services|care)|services|schools?|council|statutory"
    r"|third[- ]part(?:y|ies)))"
)
_WAYS = (
    (ReferralRoute.OPEN, Confidence.STATED, any_of(
        r"\b(?:no|without(?: an?)?|not need an?) (?:\w+ )?referrals?\b",
        r"\breferrals? (?:(?:is|are) )?not (?:\w+ )?(?:needed|required|necessary)\b",
        r"\b(?:do not|don[’']t) need to be referred\b",
        r"\b(?:turn|drop|come|walk)(?:s|ing)? (?:up|along|by)\b",
        r"\bdrop[- ]?ins?\b(?! cafe| café)",
        r"\bwalk[- ]ins?\b",
        r"\bopen[- ]door\b(?! policy)",
        r"\bno (?:appointments?|bookings?|need to book)\b",
        r"\bfirst[- ]come\b",
        r"\bpay (?:and|&) play\b",
    )),
    (ReferralRoute.OPEN, Confidence.IMPLIED, any_of(
        r"\b(?:open to|welcomes?) (?:everyone|everybody|anyone|anybody|all)\b(?! ages)",
        r"\b(?:everyone|everybody|anyone|all)(?: is| are)? welcome\b",
    )),
    (ReferralRoute.SELF, Confidence.STATED, any_of(
        r"\bself[- ]?refer\w*\b",
        r"\brefer (?:yourself|themselves|themself|him or herself)\b",
        r"\bbook (?:a|an|your|in advance|online|by|ahead)\b",
        r"\bto (?:book|make an appointment)\b",
        r"\b(?:ring|call|phone|telephone|contact us|email us) (?:\w+ ){0,3}(?:to|for an?)"
        r" (?:book|join|register|arrange|appointment|make)\b",
        r"\bbecome a member\b",
        r"\bregistered membership\b",
    )),
    (ReferralRoute.SELF, Confidence.IMPLIED, any_of(
        rf"\b(?:booking|appointment|registration)s?(?: is| are)? {_NEEDED}\b",
        r"\bby appointment\b",
        r"(?:£[\d.]+|\bannual|\bweekly) membership\b",
        r"\bregister (?:online|in advance|with us)\b",
    )),
    (ReferralRoute.VOUCHER, Confidence.STATED, any_of(
        rf"^\W*(?:food ?bank )?vouchers?(?: {_NEEDED}| system)?\W*$",
        r"\bfood ?bank vouchers?\b",
        r"\b(?:need|bring|with|present|require|have|by) an? (?:\w+ )?vouchers?\b",
        rf"\bvouchers? (?:is |are )?{_NEEDED}\b",
        r"\bby voucher\b",
    )),
    (ReferralRoute.PROFESSIONAL, Confidence.STATED, any_of(
        rf"^\W*(?:agency |gp |professional )?referrals?(?: {_NEEDED}| system)?\W*$",
        rf"\b(?:by|through|via|with|upon|on) {_THEM}(?: or {_THEM})? referrals?\b",
        rf"\b{_THEM} referrals? {_NEEDED}\b",
        rf"\breferrals? (?:is |are )?{_NEEDED}\b",
        rf"\breferred (?:in )?(?:by|through|via|from) {_THEM}",
        r"\breferrals? (?:must |can |should |may |is |are )?(?:be |come |made )*"
        rf"(?:by|from|through|via) {_THEM}",
        r"\b(?:by|through|via) referral\b",
        r"\b(?:need|have|must|has) (?:to )?be referred\b",
        rf"\b{_THEM} (?:can|may|must|should|will) refer\b",
    )),
    (ReferralRoute.PROFESSIONAL, Confidence.IMPLIED, any_of(r"\b(?:can|may|should) be referred\b")),
)  # fmt: skip
_TURNED = any_of(  # said of that door, it is shut, or somebody else's
    r"\b(?:no|not|never|cannot|can[’']t|do not|don[’']t|unable to|without)\s"
    r"(?:(?:an?|able|accept|offer|take|to|just|simply|currently|provide|run|have)\s){0,3}$",
    r"\bvia the (?:\w+ )?$",
)
_NOT_THEIR_DOOR = any_of(
    r"\brefer(?:s|ring)? (?:you|people|clients|them|on)\b",
    r"\breferrals? to (?!us|this|our|the (?:service|group|centre))",
    r"\b(?:signpost\w*|advice|information)(?:,| and| &) referrals?",
    r"\bgift vouchers?",
)
_WIDEST = (
    ReferralRoute.OPEN, ReferralRoute.SELF, ReferralRoute.VOUCHER, ReferralRoute.PROFESSIONAL
)  # fmt: skip
_NARROW = frozenset({ReferralRoute.VOUCHER, ReferralRoute.PROFESSIONAL})


def routes_in(sentence: str) -> Iterator[Said]:
    """One way for each sentence, the widest: who may refer themselves may be referred too."""
    words = _NOT_THEIR_DOOR.sub(" ", sentence.casefold())
    found: dict[ReferralRoute, Confidence] = {}
    for route, confidence, phrases in _WAYS:
        for match in phrases.finditer(words):
            if not _TURNED.search(words, 0, match.start()):
                found.setdefault(route, confidence)
            elif "self" in match[0]:  # where nobody refers themselves, somebody else does
                found.setdefault(ReferralRoute.PROFESSIONAL, confidence)
    widest = next((route for route in _WIDEST if route in found), None)
    if widest is not None:
        torn = widest is ReferralRoute.OPEN and not _NARROW.isdisjoint(found)
        confidence = Confidence.MIXED if torn else found[widest]
        yield Said(Field.ROUTE, widest.value, sentence, confidence)
