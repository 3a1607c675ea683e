"""The verb that writes down what search reads, for services that came in or changed.

It follows after the import, in the worker, so that a list comes in as quickly as without it.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from linkwell.access.actions import action
from linkwell.access.rules import Actor, Permission
from linkwell.directory.events import SearchWritten
from linkwell.journal.actions import record
from linkwell.kernel.ids import new_id

_LOCK = 7_103_212  # any number: counts of words are added up by one at a time

# Letters with accents and without; what has no partner (apostrophes) goes.
_WITH, _WITHOUT = "áàâäãåéèêëíìîïóòôöõúùûüçñ’‘ʼ`´''", "aaaaaaeeeeiiiiooooouuuucn"
_PLAIN = (
    f"regexp_replace(translate(lower({{}}), '{_WITH}', '{_WITHOUT}'), '[^[:alnum:]]+', ' ', 'g')"
)
ROWS = f"""
    select gen_random_uuid() as id, s.id as service_id, l.point,
      setweight(to_tsvector('simple', said.names), 'A')
        || setweight(to_tsvector('english', said.names), 'B')
        || setweight(to_tsvector('english', said.about), 'D')
        || coalesce((select array_to_tsvector(array_agg('=' || a.need))
                     from directory_attribute a where a.service_id = s.id), '') as words,
      said.begins, s.last_modified as modified
    from directory_service s
    join directory_organization o on o.id = s.organization_id
    left join directory_serviceatlocation sl on sl.service_id = s.id
    left join directory_location l on l.id = sl.location_id
    cross join lateral (select
      {_PLAIN.format("s.name || ' ' || o.name")} as names,
      {_PLAIN.format("left(s.description, 1000)")} as about,
      left({_PLAIN.format("s.name")}, 200) as begins
      offset 0) said  -- each is worked out once
"""  # noqa: S608 - our own words
IN_GRID_ORDER = " order by floor(l.point[0] / 5000), floor(l.point[1] / 5000), l.point[0]"
_WRITE = f"""
    with gone as (delete from directory_findable where service_id = any(%s) returning words),
    made as (
      insert into directory_findable (id, service_id, point, words, begins, modified)
      {ROWS} where s.id = any(%s) {IN_GRID_ORDER} returning words),
    each as (
      select -1 as n, word.lexeme, word.weights from gone, unnest(words) as word
      union all
      select 1, word.lexeme, word.weights from made, unnest(words) as word)
    insert into directory_word (id, word, rows, names)
    select gen_random_uuid(), lexeme, sum(n), coalesce(sum(n) filter (where 'A' = any(weights)), 0)
    from each where length(lexeme) <= 200 group by lexeme order by lexeme
    on conflict (word) do update set rows = directory_word.rows + excluded.rows,
      names = directory_word.names + excluded.names
"""  # noqa: S608 - our own words


@action(Permission.TELL_DIRECTORY)
def write_for_search(service_ids: Sequence[UUID], *, by: Actor) -> None:
    """What search reads of these services is what the directory says of them now."""
    ids = list(service_ids)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_WRITE, [ids, ids])
    record(SearchWritten(subject_id=new_id(), services=len(ids)))
