"""Whether two entries are one group: a score with its reasons, most of all for whoever decides.

A sum of a few factors, each with points. The name says what it is; who runs it, where it is and how
to reach it say whose it is, and an organisation has many services: so what reaches it counts but
little beside the name. A word that only one of the two names has, on either side ("Age UK Salford",
"Age UK Trafford"), speaks against; so do other days, ages or places. What nobody tells speaks
neither way.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from uuid import UUID

from linkwell.directory.joining import plain_phone, plain_site
from linkwell.directory.prose.places import known_places
from linkwell.directory.rules import Day
from linkwell.kernel.geography import Point

NEAR = 100  # metres: the same door, or the next
FAR = 3_000  # metres: a list may be off by a street, not by a town


class Band(StrEnum):
    """How sure it is."""

    SURELY = "surely"
    PERHAPS = "perhaps"


SURELY, PERHAPS = 70, 45


class Factor(StrEnum):
    """A reason, for or against."""

    NAME = "name"
    NAME_IS_RUNNER = "name_is_runner"  # one's name is who runs the other
    RUN_BY = "run_by"
    POSTCODE = "postcode"
    NEAR = "near"
    PHONE = "phone"
    EMAIL = "email"
    SITE = "site"
    HOST = "host"
    OWN_WORDS = "own_words"  # each name has a word that the other has not
    TELLING_WORDS = "telling_words"  # of them a place, a day, a number, whom it is for
    FAR = "far"
    DAYS = "days"
    AGES = "ages"
    ONE_LIST = "one_list"  # which names both, and so takes them for two


@dataclass(frozen=True)
class Reason:
    """`number`: how alike in hundredths, or metres apart, where a factor has one."""

    factor: Factor
    points: int
    number: int | None = None


@dataclass(frozen=True)
class Traits:
    """What is compared of an entry. Empty and None: nobody has told us."""

    service_id: UUID
    publisher_id: UUID
    name: str
    organization: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    postcode: str = ""
    point: Point | None = None  # where people meet; an office's says nothing of that
    days: frozenset[Day] = frozenset()
    minimum_age: int | None = None
    maximum_age: int | None = None

    @cached_property
    def words(self) -> frozenset[str]:
        return words_of(self.name)

    @cached_property
    def runner(self) -> frozenset[str]:
        """Who runs it, where that is said and is not the name again."""
        words = words_of(self.organization)
        return frozenset() if words == self.words else words

    @cached_property
    def dialled(self) -> str:
        digits = plain_phone(self.phone)
        return digits if len(digits) >= 9 else ""

    @cached_property
    def page(self) -> str:
        return plain_site(self.site) if self.site else ""

    @property
    def host(self) -> str:
        return self.page.partition("/")[0]

    @cached_property
    def basis(self) -> str:
        """Equal for equal traits: what somebody decided on has not changed since."""
        ages = (self.minimum_age, self.maximum_age)
        said = (
            sorted(self.words), sorted(self.runner), self.dialled, self.email.casefold(),
            self.page, self.postcode, sorted(self.days), ages,
        )  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True)
class Score:
    points: int
    reasons: tuple[Reason, ...]

    @property
    def band(self) -> Band | None:
        return band_of(self.points)


def band_of(points: int) -> Band | None:
    """None: not worth anybody's look."""
    if points >= SURELY:
        return Band.SURELY
    return Band.PERHAPS if points >= PERHAPS else None


def score(one: Traits, other: Traits) -> Score:
    """How surely the two are one group; the points of the reasons sum to the score."""
    if one.service_id > other.service_id:
        one, other = other, one
    reasons = tuple(
        reason
        for reasons in (_of_names, _of_runners, _of_places, _of_contacts, _against)
        for reason in reasons(one, other)
    )
    return Score(sum(reason.points for reason in reasons), reasons)


def basis_of(one: Traits, other: Traits) -> str:
    """A digest of all that the score of the two is made from."""
    first, second = sorted((one, other), key=lambda it: it.service_id)
    return hashlib.sha256(f"{first.basis}{second.basis}".encode()).hexdigest()[:16]


# Points

_NAME, _RUNNER_NAMED, _RUN_BY = 50, 30, 10
_POSTCODE, _NEAR_BY = 20, 15
_REACHED = {Factor.PHONE: 15, Factor.EMAIL: 10, Factor.SITE: 10, Factor.HOST: 5}
_OWN_WORDS, _TELLING, _ONE_TELLS = -30, -15, -15
_FAR_APART, _OTHER_DAYS, _OTHER_AGES, _ONE_LIST = -30, -15, -40, -25
_ALIKE = 0.5  # of names: below that they are two


def _of_names(one: Traits, other: Traits) -> Iterator[Reason]:
    alike, mine, theirs = _compared(one.words, other.words)
    cross = max(_compared(one.words, other.runner)[0], _compared(other.words, one.runner)[0])
    points = round(_NAME * alike) if alike >= _ALIKE else 0
    named = round(_RUNNER_NAMED * cross) if cross >= 0.75 else 0
    if named > points:
        yield Reason(Factor.NAME_IS_RUNNER, named, round(100 * cross))
    elif points:
        yield Reason(Factor.NAME, points, round(100 * alike))
    if mine and theirs:
        yield Reason(Factor.OWN_WORDS, _OWN_WORDS)
        if any(map(_tells_apart, mine | theirs)):
            yield Reason(Factor.TELLING_WORDS, _TELLING)
    elif (
        points and (mine | theirs) & _TELLING_WORDS
    ):  # a place more says nothing: one leaves it out
        yield Reason(Factor.TELLING_WORDS, _ONE_TELLS)


def _of_runners(one: Traits, other: Traits) -> Iterator[Reason]:
    if one.runner and other.runner and _compared(one.runner, other.runner)[0] >= 0.75:
        yield Reason(Factor.RUN_BY, _RUN_BY)


def _of_places(one: Traits, other: Traits) -> Iterator[Reason]:
    metres = one.point.metres_to(other.point) if one.point and other.point else None
    if one.postcode and one.postcode == other.postcode:
        yield Reason(Factor.POSTCODE, _POSTCODE)
    elif metres is not None and metres <= NEAR:
        yield Reason(Factor.NEAR, _NEAR_BY, round(metres))
    elif metres is not None and metres > FAR:
        yield Reason(Factor.FAR, _FAR_APART, round(metres))


def _of_contacts(one: Traits, other: Traits) -> Iterator[Reason]:
    if one.dialled and one.dialled == other.dialled:
        yield Reason(Factor.PHONE, _REACHED[Factor.PHONE])
    if one.email and one.email.casefold() == other.email.casefold():
        yield Reason(Factor.EMAIL, _REACHED[Factor.EMAIL])
    if one.page and one.page == other.page:
        yield Reason(Factor.SITE, _REACHED[Factor.SITE])
    elif one.host and one.host == other.host:
        yield Reason(Factor.HOST, _REACHED[Factor.HOST])


def _against(one: Traits, other: Traits) -> Iterator[Reason]:
    if one.days and other.days and not one.days & other.days:
        yield Reason(Factor.DAYS, _OTHER_DAYS)
    if _apart(one.maximum_age, other.minimum_age) or _apart(other.maximum_age, one.minimum_age):
        yield Reason(Factor.AGES, _OTHER_AGES)
    if one.publisher_id == other.publisher_id:
        yield Reason(Factor.ONE_LIST, _ONE_LIST)


def _apart(most: int | None, least: int | None) -> bool:
    return most is not None and least is not None and most < least


# Names

_SMALL_WORDS = """a an and at by for from in of on or the to with ltd limited cic cio plc inc uk co
    org charity charitable registered incorporated"""
_TELL = """monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night
    day men man male women woman female lady girl boy junior senior youth young adult child children
    kid toddler baby parent older elderly beginner improver north south east west northern southern
    eastern western upper lower first second third 1st 2nd 3rd badminton boxing tennis football
    cricket rugby bowling netball swimming athletic hockey golf primary infant academy nursery
    church mosque synagogue temple st saint christ trinity mary john paul peter james anne michael
    joseph luke mark matthew"""
_MANY_HAVE = """trust club group centre community association society service church school friend
    foundation charity support hall project"""
_EVERYWHERE = frozenset(_MANY_HAVE.split())  # to share one of these is no reason to compare
_SMALL, _TELLING_WORDS = frozenset(_SMALL_WORDS.split()), frozenset(_TELL.split())
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=200_000)
def words_of(text: str) -> frozenset[str]:
    """The words that a name is made of, as they sound: no plurals, no accents, no small words."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    plain = re.sub(r"['’`´]s?\b", "", "".join(ch for ch in plain if not unicodedata.combining(ch)))
    return frozenset(map(_one, _WORD.findall(plain))) - _SMALL


def _one(word: str) -> str:
    """ "walks" and "walk" are one; "bus" and "ss" are no plurals."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


@lru_cache(maxsize=100_000)
def _compared(
    one: frozenset[str], other: frozenset[str]
) -> tuple[float, frozenset[str], frozenset[str]]:
    """How alike, from 0 to 1, and the words that only one of them has."""
    if not one or not other:
        return 0.0, one, other
    mine, theirs = one - other, other - one
    tried = mine if one & other or min(len(one), len(other)) == 1 else ()  # else no name is alike
    for word in sorted(tried):
        twin = next((it for it in sorted(theirs) if _is_typo(word, it)), None)
        if twin is not None and not _telling(word, twin):
            mine, theirs = mine - {word}, theirs - {twin}
    common = len(one) + len(other) - len(mine) - len(theirs)
    return common / (len(one) + len(other)), mine, theirs


def _is_typo(one: str, other: str) -> bool:
    """One letter more, less, other, or two that changed places; of long words alone, since "men"
    and "ten" are two, and so are "north" and "fourth"."""
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None or (one[0] != other[0] and one[-1] != other[-1]):
        return at is None
    mine, theirs = one[at:], other[at:]
    if mine[:1].isdigit() or theirs[:1].isdigit():
        return False
    swapped = mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:]
    return swapped or mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]


def _telling(*words: str) -> bool:
    return any(map(_tells_apart, words))


def _tells_apart(word: str) -> bool:
    return word.isdigit() or word in _TELLING_WORDS or word in _place_words()


@lru_cache(maxsize=1)
def _place_words() -> frozenset[str]:
    return frozenset(word for name in known_places() for word in words_of(name))


# Whom to compare with


def marks_of(traits: Traits) -> frozenset[int]:
    """What an entry shares with its twin, each as a number: how to reach it, its very name, and
    each word of its name within its postal sector. So few that each can be kept."""
    return frozenset(map(_number, list(_marks(traits))[:_MOST_MARKS]))


_MOST_MARKS = 14


def _marks(traits: Traits) -> Iterator[str]:
    if traits.dialled:
        yield f"phone {traits.dialled}"
    if traits.email:
        yield f"email {traits.email.casefold()}"
    if traits.page:
        yield f"page {traits.page}"
    names = [words for words in (traits.words, traits.runner) if words]
    for words in names:
        yield f"name {' '.join(sorted(words))}"
    sector = traits.postcode[:-2]
    for words in names if sector else ():
        own = words - _EVERYWHERE or words
        for word in sorted(own, key=lambda it: (-len(it), it)):
            yield f"near {sector} {word[:6]}"


def _number(mark: str) -> int:
    digest = hashlib.blake2b(mark.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
