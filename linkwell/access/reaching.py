"""What every policy asks, as SQL: whom and which services does the actor reach? From the matrix."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import product

from linkwell.access.sharing import MATRIX, OF_LOCKED, Kind, Share, Verb
from linkwell.tables.record_classes import RecordClass


def asked_of_everybody() -> dict[str, tuple[str, str]]:
    """What every policy asks: whom does the actor reach? Made from the matrix."""
    return {
        "linkwell_actor()": ("uuid", _ACTOR),
        "linkwell_actor_kind()": ("text", _ACTOR_KIND),
        "linkwell_services(wanted_class text, wanted_verb text)": (
            "uuid[]",
            _SERVICES.format(who=_WHO, by_role=_opens(lambda kind: kind.by_role, "{role}")),
        ),
        "linkwell_services_of_locked(wanted_class text, wanted_verb text)": (
            "uuid[]",
            _SERVICES.format(
                who=_WHO, by_role=_opens(lambda kind: kind.by_role, "{role}", OF_LOCKED)
            ),
        ),
        "linkwell_locked()": ("uuid[]", _LOCKED),
        "linkwell_people(wanted_class text, wanted_verb text)": (
            "uuid[]",
            _PEOPLE.format(
                who=_WHO,
                by_row=_opens(lambda kind: kind.by_row, "{kind} {role}"),
                of_locked=_opens(lambda kind: kind is Kind.BREAK_GLASS, "{kind}", OF_LOCKED),
                by_link=_opens(lambda kind: kind.by_link, "{kind}"),
                by_system=_opens(lambda kind: kind is Kind.SYSTEM, "{kind}"),
            ),
        ),
    }


def _opens(wanted: Callable[[Kind], bool], way: str, table: Mapping[Kind, Share] = MATRIX) -> str:
    """What a table opens for the class and verb that are asked for, by the wanted kinds: an array,
    each item written as `way`. An array is looked through many times quicker than rows."""
    ways: dict[str, list[str]] = defaultdict(list)
    for kind, record_class, verb in product(filter(wanted, Kind), RecordClass, Verb):
        if table[kind].gives(record_class, verb):
            roles = sorted(table[kind].roles) or ("",)
            ways[f"{record_class} {verb}"] += [way.format(kind=kind, role=role) for role in roles]
    cases = (f"when '{asked}' then '{{{','.join(found)}}}'" for asked, found in ways.items())
    return f"(case wanted_class || ' ' || wanted_verb {' '.join(cases)} else '{{}}' end)::text[]"


_ACTOR = "select nullif(current_setting('linkwell.actor_id', true), '')::uuid"
_ACTOR_KIND = "select nullif(current_setting('linkwell.actor_kind', true), '')"

_WHO = """
declare
  me constant uuid := nullif(current_setting('linkwell.actor_id', true), '');
  what constant text := nullif(current_setting('linkwell.actor_kind', true), '');
  ways text[];
  through_glass text[];
"""

_SERVICES = """{who}
begin
  if what is distinct from 'member' then return '{{}}'; end if;
  ways := {by_role};
  return (
    select coalesce(array_agg(m.organisation_id), '{{}}') from access_membership m
    where m.user_id = me and m.ended_at is null and m.role = any (ways)
  );
end
"""

# Whose record is locked away, of the actor's own services. Never null, nor is any of them.
_LOCKED = """
  select coalesce(array_agg(s.person_id), '{}') from access_subject s
  where s.locked_at is not null and s.service_id in (
    select m.organisation_id from access_membership m
    where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor() and m.ended_at is null)
"""

# Asked up to four times for one statement, so the way of handlers, the shortest, comes first.
# Never null, which "not reached" would take for yes.
_PEOPLE = """{who}
begin
  if what = 'system' then
    ways := {by_system};
    return array_remove(array[case when ways <> '{{}}'
      then nullif(current_setting('linkwell.person_id', true), '')::uuid end], null);
  elsif what = 'link' then
    ways := {by_link};
    return (
      select coalesce(array_agg(l.holder), '{{}}') from access_link l
      where l.id = me and l.purpose = any (ways) and l.holder is not null
        and l.revoked_at is null and (l.expires_at is null or l.expires_at > now()));
  elsif what is distinct from 'member' then
    return '{{}}';
  end if;
  ways := {by_row};
  through_glass := {of_locked};
  return (
    with mine as (
      select m.id, m.organisation_id, split_part(way, ' ', 1) as kind
      from access_membership m, unnest(ways) way
      where m.user_id = me and m.ended_at is null and split_part(way, ' ', 2) = m.role
    )
    select coalesce(array_agg(person_id), '{{}}') from (
      select r.person_id from mine join access_relationship r
        on r.organisation_id = mine.organisation_id and r.kind = mine.kind
        and r.member_id = mine.id
        and r.ended_at is null and (r.expires_at is null or r.expires_at > now())
        and (r.kind <> 'break_glass' or through_glass <> '{{}}' or not exists (
          select from access_subject s
          where s.person_id = r.person_id and s.locked_at is not null))
      union
      select r.person_id from mine join access_relationship r
        on r.organisation_id = mine.organisation_id and r.kind = mine.kind
        and r.member_id is null
        and r.ended_at is null and (r.expires_at is null or r.expires_at > now())
    ) reached
  );
end
"""
