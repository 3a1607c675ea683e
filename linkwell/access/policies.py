"""The second wall: PostgreSQL row-level security, generated from the sharing matrix.

`install()` is run by the owner after every migration and is idempotent. The application's role
owns nothing and cannot bypass. Functions that must look past the wall are SECURITY DEFINER, owned
by the role that bypasses it, and answer one narrow question each.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connections, transaction

from linkwell.access import deciding, locking
from linkwell.access.reaching import asked_of_everybody
from linkwell.access.sharing import MATRIX, OF_LOCKED, OWN_BY_LINK, OWN_BY_MEMBER, Kind, Verb
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord

# Who may add a row is not always who may change one: the journal is written by whoever acts.
_INSERT_AS = {
    RecordClass.DELIVERY: (RecordClass.TIMELINE, Verb.WRITE),
    RecordClass.READING: (RecordClass.IDENTITY, Verb.READ),
}
_APPEND_ONLY = frozenset({RecordClass.TIMELINE, RecordClass.READING})
_SIGNED = frozenset({RecordClass.TIMELINE, RecordClass.READING})  # rows that name their author


def person_tables() -> Iterator[type[PersonRecord]]:
    """Every table about people."""
    for model in apps.get_models():
        if issubclass(model, PersonRecord):
            yield model


def install() -> None:
    """Create the functions and put every table about people behind its policies."""
    roles = {alias: str(connections[alias].settings_dict["USER"]) for alias in ("default", "bulk")}
    app, bulk = (connections["owner"].ops.quote_name(roles[a]) for a in ("default", "bulk"))
    _at_once(_functions(app, bulk))
    for model in person_tables():
        _at_once(_policies(model._meta.db_table, model.record_class, app))


def _at_once(statements: Iterable[str]) -> None:
    """In one transaction: pages that are served meanwhile never meet a table without its rights."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _functions(app: str, bulk: str) -> Iterator[str]:
    for signature, (returns, body) in (asked_of_everybody() | _ASKERS).items():
        language = "plpgsql" if body.startswith(("\nbegin", "\ndeclare")) else "sql"
        if returns.startswith("table"):  # it may have answered less before
            yield f"drop function if exists {signature}"
        yield _definer(signature, returns, f"stable language {language} as $${body}$$")
        yield from _hand_over(signature, app, bulk)
    for signature, (returns, body) in _DOERS.items():
        yield _definer(signature, returns, f"volatile language plpgsql as $${body}$$")
        yield from _hand_over(signature, app, bulk)


def _definer(signature: str, returns: str, rest: str) -> str:
    return (
        f"create or replace function {signature} returns {returns}"
        f" security definer set search_path = public, pg_temp {rest}"
    )


def _hand_over(signature: str, app: str, bulk: str) -> Iterator[str]:
    yield f"alter function {signature} owner to {bulk}"
    yield f"revoke all on function {signature} from public"
    yield f"grant execute on function {signature} to {app}, {bulk}"


def _policies(table: str, record_class: RecordClass, app: str) -> Iterator[str]:
    """Rights and policies of one table, as statements."""
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    for name in ("read", "insert", "update"):
        yield f"drop policy if exists linkwell_{name} on {table}"
    yield f"revoke all on {table} from {app}"
    yield f"grant select on {table} to {app}"
    reads = _reach(record_class, Verb.READ)
    if table == "access_relationship":
        reads = f"{_OWN} or {reads}"  # or the first wall, which asks this table, would find nobody
    yield f"create policy linkwell_read on {table} for select to {app} using ({reads})"
    if table == "access_subject":
        return  # made by linkwell_register alone, sealed by linkwell_seal
    yield f"grant insert on {table} to {app}"
    adds = _insert_check(record_class)
    yield f"create policy linkwell_insert on {table} for insert to {app} with check ({adds})"
    if record_class in _APPEND_ONLY:
        return
    yield f"grant update on {table} to {app}"
    writes = _reach(record_class, Verb.WRITE)
    yield (
        f"create policy linkwell_update on {table} for update to {app} using ({writes})"
        f" with check (({writes}) and {_OF_ITS_SERVICE})"
    )


def _reach(record_class: RecordClass, verb: Verb) -> str:
    asked = f"'{record_class}', '{verb}'"
    ways = [
        f"person_id = any ((select linkwell_people({asked}))::uuid[])",
        *_by_role(record_class, verb, asked),
    ]
    if record_class in (RecordClass.TIMELINE, RecordClass.DELIVERY):
        ways.append("(person_id is null and linkwell_actor_kind() in ('system', 'operator'))")
    if record_class in OWN_BY_LINK:
        ways.append(f"id = (select linkwell_opened_by('{OWN_BY_LINK[record_class]}'))")
    if record_class in OWN_BY_MEMBER and verb is Verb.READ:
        ways.append(
            f"({OWN_BY_MEMBER[record_class]} = (select linkwell_actor())"
            " and service_id = any ((select linkwell_my_organisations())::uuid[]))"
        )
    return " or ".join(ways)


# How one stands to somebody is one's own to know, whatever else it opens.
_OWN = "(ended_at is null and member_id = any ((select linkwell_my_memberships())::uuid[]))"


def _by_role(record_class: RecordClass, verb: Verb, asked: str) -> Iterator[str]:
    """By the service: everybody; or everybody but whose record is locked away, and of those what is
    left."""
    gives = {kind for kind in Kind if kind.by_role and MATRIX[kind].gives(record_class, verb)}
    left = {kind for kind in gives if OF_LOCKED[kind].gives(record_class, verb)}
    services = f"service_id = any ((select linkwell_services({asked}))::uuid[])"
    if left == gives:
        yield services
        return
    yield f"({services} and {_NOT_LOCKED})"
    if left:
        yield f"service_id = any ((select linkwell_services_of_locked({asked}))::uuid[])"


_NOT_LOCKED = "(person_id is null or person_id <> all ((select linkwell_locked())::uuid[]))"


def _insert_check(record_class: RecordClass) -> str:
    reached = _reach(*_INSERT_AS.get(record_class, (record_class, Verb.WRITE)))
    check = f"({reached} or linkwell_registered_now(person_id)"
    if record_class in (RecordClass.TIMELINE, RecordClass.DELIVERY):
        check += " or (person_id is null and linkwell_actor() is not null)"
    check += f") and {_OF_ITS_SERVICE}"
    if record_class in _SIGNED:
        check += " and author_id = linkwell_actor()"
    return check


# No row may lay one service's name on another's person.
_OF_ITS_SERVICE = "(person_id is null or linkwell_is_of(person_id, service_id))"

# Whoever registers a person may write the first lines in the same transaction, and never again.
_REGISTERED_NOW = """
  select exists (select from access_subject where person_id = wanted
    and registered_at = now() and registered_xact = pg_current_xact_id_if_assigned())
"""

_IS_OF = """
  select exists (
    select from access_subject where person_id = wanted_person and service_id = wanted_service)
"""

# Whoever may refer somebody there may ask whether that number stands on a record already.
_NHS_HELD = """
  select exists (
    select from people_person p
    where p.service_id = wanted_service and p.nhs_number = wanted
      and exists (select from access_practiceagreement a where a.service_id = wanted_service
                  and linkwell_may_refer(wanted_service, a.practice_id)))
"""

_MAY_REFER = """
  select exists (
    select from access_membership m
    where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor() and m.ended_at is null
      and ((m.organisation_id = in_service and m.role in ('link_worker', 'supervisor'))
        or (m.organisation_id = by_practice and m.role in ('gp', 'receptionist')))
    union all
    select from access_link l
    where linkwell_actor_kind() = 'link' and l.id = linkwell_actor()
      and l.purpose in ('refer', 'ask')
      and l.organisation_id = by_practice and l.service_id = in_service and l.revoked_at is null
      and (l.expires_at is null or l.expires_at > now())
  ) and exists (
    select from access_practiceagreement a
    where a.service_id = in_service and a.practice_id = by_practice and a.ended_on is null
      and a.agreed_on <= current_date
  )
"""

_MY_ORGANISATIONS = """
  select coalesce(array_agg(m.organisation_id), '{}') from access_membership m
  where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor() and m.ended_at is null
"""

_MY_MEMBERSHIPS = """
  select coalesce(array_agg(m.id), '{}') from access_membership m
  where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor() and m.ended_at is null
"""

_OPENED_BY = """
  select l.about_id from access_link l
  where linkwell_actor_kind() = 'link' and l.id = linkwell_actor() and l.revoked_at is null
    and l.purpose = wanted_purpose
    and (l.expires_at is null or l.expires_at > now())
"""

# A caller is found by whole name and birth date, by the team of the service, and by nobody else.
_FIND = """
  select p.person_id, s.sealed_at is not null or s.locked_at is not null
  from people_person p join access_subject s on s.person_id = p.person_id
  where p.service_id = in_service and p.search_name = wanted_name and p.birth_date = wanted_birth
    and exists (
      select from access_membership m
      where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor()
        and m.ended_at is null and m.organisation_id = in_service
        and m.role in ('link_worker', 'supervisor'))
"""

# How many, and nothing of whom: `/healthz` shows it.
_PARKED = "select count(*) from journal_delivery where state = 'parked'"

_OPEN_LINK = """
  select l.id, l.purpose, l.organisation_id, l.service_id, l.holder, l.user_id, l.about_id
  from access_link l
  where l.token_hash = wanted and l.revoked_at is null
    and (l.expires_at is null or l.expires_at > now())
    and (l.purpose <> 'invite' or l.used_at is null)
"""

_REGISTER = """
begin
  if not linkwell_may_refer(in_service, by_practice) then
    raise exception 'not allowed to register a person here'
      using errcode = 'insufficient_privilege';
  end if;
  insert into access_subject (person_id, service_id, registered_at)
  values (new_person, in_service, now());
  insert into access_relationship
    (id, person_id, service_id, organisation_id, kind, basis, began_at)
  values
    (gen_random_uuid(), new_person, in_service, by_practice, 'referrer', 'referred', now());
  if to_queue then
    insert into access_relationship
      (id, person_id, service_id, organisation_id, kind, basis, began_at)
    values
      (gen_random_uuid(), new_person, in_service, in_service, 'queue', 'referred', now());
  end if;
end
"""

# A colleague opens a record: by cover, or by breaking the glass where it is sealed.
_COVER = """
begin
  if not exists (
    select from access_membership m join access_subject s on s.service_id = m.organisation_id
    where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor() and m.ended_at is null
      and m.id = by_member and m.role in ('link_worker', 'supervisor') and s.person_id = wanted
      and (s.sealed_at is null and s.locked_at is null or as_kind = 'break_glass')
  ) or as_kind not in ('cover', 'break_glass') or until <= now() or until > now() + '1 day' then
    return false;
  end if;
  update access_relationship set ended_at = now()
  where person_id = wanted and member_id = by_member and kind = as_kind and ended_at is null;
  insert into access_relationship
    (id, person_id, service_id, organisation_id, member_id, kind, basis, began_at, expires_at)
  select gen_random_uuid(), wanted, s.service_id, s.service_id, by_member, as_kind, because, now(),
    until
  from access_subject s where s.person_id = wanted;
  return true;
end
"""

# Who holds the case, or supervises, seals it and opens it again.
_SEAL = """
begin
  if not (wanted = any (linkwell_people('case', 'write'))
      or exists (select from access_subject s where s.person_id = wanted
                 and s.service_id = any (linkwell_services('case', 'write')))) then
    raise exception 'not allowed to seal this record' using errcode = 'insufficient_privilege';
  end if;
  update access_subject set sealed_at = case when closed then now() end where person_id = wanted;
  update access_relationship set ended_at = now()
  where closed and person_id = wanted and kind = 'cover' and ended_at is null;
end
"""

# Each answers one narrow question past the wall: signature -> what it returns, and how.
_ASKERS = {
    "linkwell_registered_now(wanted uuid)": ("boolean", _REGISTERED_NOW),
    "linkwell_is_of(wanted_person uuid, wanted_service uuid)": ("boolean", _IS_OF),
    "linkwell_may_know(wanted uuid)": ("boolean", locking.MAY_KNOW),
    "linkwell_may_refer(in_service uuid, by_practice uuid)": ("boolean", _MAY_REFER),
    "linkwell_nhs_number_is_held(wanted_service uuid, wanted text)": ("boolean", _NHS_HELD),
    "linkwell_parked_deliveries()": ("bigint", _PARKED),
    "linkwell_my_organisations()": ("uuid[]", _MY_ORGANISATIONS),
    "linkwell_my_memberships()": ("uuid[]", _MY_MEMBERSHIPS),
    "linkwell_alert_waits(referred uuid)": ("boolean", deciding.ALERT_WAITS),
    "linkwell_opened_by(wanted_purpose text)": ("uuid", _OPENED_BY),
    "linkwell_find(in_service uuid, wanted_name text, wanted_birth date)": (
        "table (person_id uuid, sealed boolean)",
        _FIND,
    ),
    "linkwell_alike(wanted uuid[])": (
        "table (referred_id uuid, person_id uuid, given_name text, family_name text,"
        " birth_date date, nhs_number text, same_number boolean, careful boolean,"
        " since timestamptz,"
        " holder text)",
        deciding.ALIKE,
    ),
    "linkwell_reach_in_danger(wanted uuid)": (
        "table (channel text, value text, safe text, times text)",
        locking.REACH_IN_DANGER,
    ),
    "linkwell_may_be_known(wanted uuid)": ("boolean", deciding.MAY_BE_KNOWN),
    "linkwell_load(in_service uuid)": (
        "table (member_id uuid, open_cases bigint)",
        deciding.LOAD,
    ),
    "linkwell_who_knew(wanted uuid)": (
        "table (who text, how text, connection_id uuid, directory_service_id uuid, lines integer,"
        " at timestamptz)",
        locking.WHO_KNEW,
    ),
    "linkwell_open_case(wanted uuid)": (
        "table (case_id uuid, holder_id uuid)",
        deciding.OPEN_CASE,
    ),
    "linkwell_pathways(of_service uuid, first timestamptz, after timestamptz,"
    " by_then timestamptz)": (
        "table (practice_id uuid, known text[], why text, how_many bigint)",
        deciding.PATHWAYS,
    ),
    "linkwell_open_link(wanted bytea)": (
        "table (id uuid, purpose text, organisation_id uuid, service_id uuid, holder uuid,"
        " user_id uuid, about_id uuid)",
        _OPEN_LINK,
    ),
}
_DOERS = {
    "linkwell_register(new_person uuid, in_service uuid, by_practice uuid, to_queue boolean)": (
        "void",
        _REGISTER,
    ),
    "linkwell_cover(wanted uuid, by_member uuid, as_kind text, because text, until timestamptz)": (
        "boolean",
        _COVER,
    ),
    "linkwell_seal(wanted uuid, closed boolean)": ("void", _SEAL),
    "linkwell_lock_away(wanted uuid, moment timestamptz)": ("void", locking.LOCK_AWAY),
    "linkwell_open_again(wanted uuid)": ("void", locking.OPEN_AGAIN),
    "linkwell_join(referred uuid, known uuid, by_practice uuid)": ("boolean", deciding.JOIN),
}
