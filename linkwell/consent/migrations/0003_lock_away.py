"""Whoever took back their consent before records were locked away, and has not come back since.

Past the second wall, which is put up again after every migration.
"""

from django.db import migrations

_WALLED = ("access_subject", "access_relationship", "consent_consent", "cases_case")
_LIFT = "; ".join(f"alter table {table} no force row level security" for table in _WALLED)
_RAISE = "; ".join(f"alter table {table} force row level security" for table in _WALLED)

# What was written is checked now: a table with checks that are still to come cannot be altered.
_CHECK = "set constraints all immediate"

_LOCK = """
update access_subject s set locked_at = last.at
from (select person_id, max(at) as at from consent_consent
      where purpose = 'keep_record' and said = 'no' group by person_id) last
where last.person_id = s.person_id and not exists (
  select from cases_case c where c.person_id = s.person_id and c.opened_at > last.at);
insert into access_relationship
  (id, person_id, service_id, organisation_id, member_id, kind, basis, began_at, expires_at)
select gen_random_uuid(), r.person_id, r.service_id, r.organisation_id, r.member_id, 'receipt',
  'withdrew', s.locked_at, r.expires_at
from access_relationship r join access_subject s on s.person_id = r.person_id
where s.locked_at is not null and r.kind = 'caseload' and r.ended_at is null;
update access_relationship r set ended_at = now()
from access_subject s
where s.person_id = r.person_id and s.locked_at is not null
  and r.kind in ('caseload', 'cover', 'break_glass') and r.ended_at is null
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_locked_away"),
        ("cases", "0001_initial"),
        ("consent", "0002_bases_by_age"),
    ]

    operations = [
        migrations.RunSQL(f"{_LIFT}; {_LOCK}; {_CHECK}; {_RAISE}", migrations.RunSQL.noop)
    ]
