"""Search that keeps up with typing: which groups answer to what has been typed so far.

A word that stands in many rows is found among the nearest; one that stands in few is found by
itself, wherever that is. So no question reads more than a few thousand narrow rows, whatever the
size of the directory. Without a place a common word is found where a name begins with it.

What is found is read from the directory itself, as it stands now: an entry that is closed or hidden
is not shown, however old the rows of search are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from django.db import connection

from linkwell.directory.freshness import HIDDEN_AFTER
from linkwell.directory.rules import CLOSED
from linkwell.directory.typed import BEHIND, Class, Known, Typed, meant, query, quoted, read_typed
from linkwell.kernel import clock
from linkwell.kernel.geography import Place, Point
from linkwell.needs.rules import Need, danger_in, is_about_harm, understand
from linkwell.needs.words import english_words, stem, tokens

NEAREST = 1_200  # rows that are looked through around a place
RARE = 2_000  # rows of a word that is found by itself
_HITS = 24  # the best, of which some may be closed or hidden
_READ = 14  # of those that are not; some may be for people who were harmed
_SORTED = 150  # that are looked at closely, the nearest of them
_COMPLETED = 8


@dataclass(frozen=True)
class Hit:
    """One group. `metres` is None without a place, or where it is nowhere on the map."""

    service_id: UUID
    name: str
    organization: str
    metres: float | None
    by: Class


@dataclass(frozen=True)
class Found:
    """What typed words lead to; nothing at all where they can mean danger: those who ask are
    helped by the page itself."""

    needs: tuple[Need, ...] = ()
    words: tuple[str, ...] = ()  # the whole text, its last word completed or its slip mended
    groups: tuple[Hit, ...] = ()


def search(text: str, place: Place | None, *, most: int = 8) -> Found:
    """What answers to a text that somebody is typing."""
    if danger_in(text):
        return Found()
    typed, completed, rare = _as_known(read_typed(text))
    if not typed.words:
        return Found(understand(text).codes)
    said = " ".join(typed.words)
    needs = tuple(dict.fromkeys([*understand(text).codes, *understand(said).codes]))
    here = place.point if place is not None else None
    hits = _hits(typed, completed, needs, here, rare)
    safe = Need.SAFETY in needs
    groups = [hit for hit, harm in hits if safe or not harm]
    return Found(needs, tuple(_completions(typed, completed, groups)), tuple(groups[:most]))


def _completions(typed: Typed, completed: Sequence[str], groups: Sequence[Hit]) -> Iterator[str]:
    """Whole texts, as names write them. Beside other words, only what stands in a name that was
    found."""
    if not typed.begun:
        return
    before, written = " ".join(typed.whole), dict[str, str]()
    of_names = (hit for hit in groups if hit.by is Class.NAME)
    for name in (f"{hit.name}. {hit.organization}" for hit in of_names):
        for token in tokens(name):
            written.setdefault(token.word, name[token.start : token.end].lower())
    alike = {stem(typed.begun)}
    for word in completed:
        if stem(word) not in alike and (not before or word in written):
            alike.add(stem(word))  # "walk" and "walks" find the same
            yield f"{before} {written.get(word, word)}".strip()


# The words that the directory knows


@dataclass(frozen=True)
class _Begun:
    """What a begun word may become: the commonest of names, and in how many rows all of it is."""

    words: tuple[str, ...] = ()
    rows: int = 0


def _as_known(typed: Typed) -> tuple[Typed, tuple[str, ...], str]:
    """The same with slips mended; what the begun word may become; and the tsquery of the rarest
    word, empty where all are common."""
    rows, begun = _known(typed)
    mended = replace(
        typed,
        whole=tuple(it if _rows_of(it, rows) else _mended(it, begun=False) for it in typed.whole),
        begun=typed.begun if begun.rows else _mended(typed.begun, begun=True),
    )
    if mended != typed:
        rows, begun = _known(mended)
    counted = [(_rows_of(word, rows), query(Typed((word,)), ())) for word in mended.whole]
    if mended.begun:
        total = begun.rows + rows.get(stem(mended.begun), 0)
        counted.append((total, query(Typed((), mended.begun), ())))
    count, rarest = min(counted, default=(0, ""))
    return mended, begun.words, rarest if count <= RARE else ""


def _rows_of(word: str, rows: Mapping[str, int]) -> int:
    return sum(rows.get(form, 0) for form in {word, stem(word)})


def _known(typed: Typed) -> tuple[dict[str, int], _Begun]:
    """In how many rows each word and each stem stands; and what the last word may become."""
    forms = list({form for word in typed.words for form in (word, stem(word))})
    begins = f"{typed.begun}%" if typed.begun else ""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"forms": forms, "begins": begins, "most": _COMPLETED})
        told = cursor.fetchall()
    completed = tuple(word for word, _rows, kind in told if kind == "c")
    total = sum(rows or 0 for _word, rows, kind in told if kind == "t")
    return {word: rows for word, rows, kind in told if kind == "f"}, _Begun(completed, total)


_WORDS = """
    select word, rows, 'f' as kind from directory_word where word = any(%(forms)s)
    union all
    (select word, rows, 'c' from directory_word where word like %(begins)s and names > 0
     order by names desc, word limit %(most)s)
    union all
    select '', sum(rows), 't' from directory_word where word like %(begins)s
"""


def _mended(word: str, *, begun: bool) -> str:
    """The word itself where it is English, or too short to say what was meant."""
    if len(word) < 4 or word in english_words():
        return word
    return meant(
        word, _in_names(word[0], int(clock.now().timestamp() // _REMEMBERED_S)), begun=begun
    )


@lru_cache(maxsize=64)
def _in_names(letter: str, _while: int) -> tuple[Known, ...]:
    """Words of names that begin with a letter: slips are not mended towards a word that came in a
    few minutes ago."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [f"{letter}%"])
        return tuple(Known(*row) for row in cursor.fetchall())


_NAMES = "select word, names from directory_word where word like %s and names > 0"
_REMEMBERED_S = 600


# The rows that answer

_FROM_NEAREST = f"""
    select * from (
      select service_id, point <-> %(here)s::point as metres, words from directory_findable
      order by point <-> %(here)s::point limit {NEAREST}) nearest
    where words @@ %(any)s::tsquery and metres is not null limit {_SORTED}
"""  # noqa: S608 - our own words
_FROM_RARE = f"""
    select * from (
      select service_id, {{far}} as metres, words from directory_findable
      where words @@ %(rare)s::tsquery limit {RARE}) rare
    where words @@ %(any)s::tsquery order by metres limit {_SORTED}
"""  # noqa: S608 - our own words
_FROM_BEGINNINGS = f"""
    select service_id, {{far}} as metres, words from directory_findable
    where begins like %(begins)s order by begins limit {_SORTED}
"""  # noqa: S608 - our own words
_FAR = "point <-> %(here)s::point"
_PENALTY = "case class " + " ".join(f"when {c.value} then {m}" for c, m in BEHIND.items()) + " end"
_HIT = f"""
    with near as materialized ({{parts}}),
    classed as (
      select service_id, metres, words @@ %(others)s::tsquery as helps_otherwise,
        case when words @@ %(names)s::tsquery then {Class.NAME.value}
             when words @@ %(words)s::tsquery then {Class.WORDS.value}
             else {Class.NEED.value} end as class
      from near),
    hits as (
      select service_id, min(metres) as metres, min(class) as class,
        min(metres + {_PENALTY}) as far, bool_or(helps_otherwise) as helps_otherwise
      from classed group by service_id order by far, class limit {_HITS})
    select s.id, s.name, o.name, s.description, hits.metres, hits.class, hits.helps_otherwise
    from hits join directory_service s on s.id = hits.service_id
    join directory_organization o on o.id = s.organization_id
    where s.status <> all(%(closed)s)
      and coalesce(greatest(s.assured_date, s.confirmed_on) >= %(since)s, true)
      and not exists (select from directory_foundwrong f where f.service_id = s.id
                      and f.what = 'closed' and f.ended_on is null)
      and not exists (select from directory_service e
                      join directory_foundwrong f on f.service_id = e.id
                      where e.same_as_id = s.id and f.what = 'closed' and f.ended_on is null)
    order by hits.far, hits.class, s.name, s.id limit {_READ}
"""  # noqa: S608 - our own words
_OTHERS = " | ".join(quoted(f"={need.value}") for need in Need if need is not Need.SAFETY)


def _hits(
    typed: Typed, completed: Sequence[str], needs: Sequence[Need], here: Point | None, rare: str
) -> list[tuple[Hit, bool]]:
    """Groups, the best first, and whether each is above all there for people who were harmed."""
    far = _FAR if here else "null::float"
    parts = [_FROM_NEAREST] if here else [_FROM_BEGINNINGS.format(far=far)]
    if rare:
        parts.append(_FROM_RARE.format(far=far))
    values = {
        "here": f"({here.easting},{here.northing})" if here else None,
        "rare": rare,
        "begins": " ".join(typed.words) + "%",
        "others": _OTHERS,
        "names": query(typed, completed, weights="AB"),
        "words": query(typed, completed),
        "any": query(typed, completed, needs=needs if here else ()),
        "closed": [status.value for status in CLOSED],
        "since": clock.today() - timedelta(days=HIDDEN_AFTER),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HIT.format(parts=" union all ".join(f"({it})" for it in parts)), values)
        rows = cursor.fetchall()
    return [
        (
            Hit(service_id, name, organization, metres, Class(by)),
            is_about_harm(f"{name}. {organization}", about, helps_otherwise=otherwise),
        )
        for service_id, name, organization, about, metres, by, otherwise in rows
    ]
