"""Services as their rows in the database say them, read by SQL of its own: for `truth.py`."""

import json
from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

RECORDS = """
select json_agg(json_build_object(
  'id', s.id, 'name', s.name, 'organisation', o.name, 'description', s.description,
  'way_in', s.application_process, 'eligibility', s.eligibility_description, 'alert', s.alert,
  'fees', s.fees_description, 'free', s.free, 'route', s.referral_route, 'status', s.status,
  'checked', s.assured_date, 'available', s.available, 'told', s.available_on,
  'languages', s.languages, 'from_age', s.minimum_age, 'to_age', s.maximum_age,
  'needs', (select coalesce(json_object_agg(a.need, json_build_array(a.known_by, a.words)), '{}')
            from directory_attribute a where a.service_id = s.id),
  'hours', (select coalesce(max(c.description), '')
            from directory_schedule c where c.service_id = s.id),
  'sessions', (select coalesce(json_agg(json_build_array(c.byday, c.opens_at)), '[]')
               from directory_schedule c where c.service_id = s.id and c.byday <> ''),
  'places', (select coalesce(json_agg(json_build_object(
               'kind', l.location_type, 'east', l.point[0], 'north', l.point[1],
               'step_free', l.step_free, 'access', l.accessibility, 'area', l.authority)), '[]')
             from directory_serviceatlocation t join directory_location l on l.id = t.location_id
             where t.service_id = s.id)
))::text from directory_service s join directory_organization o on o.id = s.organization_id
"""


def read_records(told: str | None) -> dict[str, Json]:
    """What the SQL `RECORDS` answered, by the id of the service."""
    return {record["id"]: record for record in json.loads(told or "[]")}
