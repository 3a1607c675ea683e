"""Database functions for deciding about a referral, as SQL: made by `policies.py` like its own.

Each runs past both walls and asks first who the actor is; each tells no more than deciding needs.
"""

# Who looks like somebody in the actor's own queue: same NHS number, or same name and birth date.
ALIKE = """
  select r.person_id, k.person_id, k.given_name::text, k.family_name::text, k.birth_date,
    coalesce(k.nhs_number, k.stated_nhs_number)::text,
    k.nhs_number is not null and k.nhs_number in (r.nhs_number, r.stated_nhs_number),
    k.died_on is not null or k.abuse or s.locked_at is not null
      or exists (select from people_address a where a.person_id = k.person_id and a.hidden)
      or exists (select from people_contactway w where w.person_id = k.person_id and w.safe = 'no'),
    s.registered_at, coalesce(
      (select u.name::text from cases_case c join access_membership m on m.id = c.holder_id
       join access_user u on u.id = m.user_id
       where c.person_id = k.person_id and c.state <> 'closed' limit 1), '')
  from people_person r
  join people_person k on k.service_id = r.service_id and k.person_id <> r.person_id
    and (k.nhs_number in (r.nhs_number, nullif(r.stated_nhs_number, ''))
      or (k.search_name = r.search_name and k.birth_date = r.birth_date))
  join access_subject s on s.person_id = k.person_id
  where r.person_id = any (wanted)
    and (r.person_id = any ((select linkwell_people('referral', 'write'))::uuid[])
      or r.service_id = any ((select linkwell_services('referral', 'write'))::uuid[]))
    and exists (
      select from access_membership m
      where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor()
        and m.ended_at is null and m.organisation_id = r.service_id
        and (m.role = 'supervisor' or (m.role = 'link_worker' and s.sealed_at is null)))
    and not exists (  -- what became of another referral of theirs already
      select from referrals_referral f
      where f.person_id = k.person_id and f.state = 'linked')
    and s.registered_at < (select registered_at from access_subject where person_id = r.person_id)
  order by k.person_id
"""

# May somebody be known here already: by number, by name and birth date, or by how they are reached?
# Whoever may read them asks; nothing is told of whom.
MAY_BE_KNOWN = """
  select exists (
    select from people_person n join people_person k
      on k.service_id = n.service_id and k.person_id <> n.person_id
      and (k.nhs_number in (n.nhs_number, nullif(n.stated_nhs_number, ''))
        or (k.search_name = n.search_name and k.birth_date = n.birth_date))
    where n.person_id = wanted and wanted = any (linkwell_people('contact', 'read'))
    union all
    select from people_contactway n join people_contactway k
      on k.service_id = n.service_id and k.value = n.value and k.person_id <> n.person_id
    where n.person_id = wanted and wanted = any (linkwell_people('contact', 'read'))
  )
"""

# How many open cases each link worker of the actor's own service holds. No names of people.
LOAD = """
  select m.id, count(c.id) from access_membership m
  left join cases_case c on c.holder_id = m.id and c.state <> 'closed'
  where m.organisation_id = in_service and m.role = 'link_worker' and m.ended_at is null
    and exists (
      select from access_membership a
      where linkwell_actor_kind() = 'member' and a.user_id = linkwell_actor()
        and a.ended_at is null and a.organisation_id = in_service
        and a.role in ('link_worker', 'supervisor'))
  group by m.id
"""

# The open case of somebody whom the actor may know of.
OPEN_CASE = """
  select c.id, c.holder_id from cases_case c
  where c.person_id = wanted and c.state <> 'closed'
    and (wanted = any ((select linkwell_people('referral', 'write'))::uuid[])
      or c.service_id = any ((select linkwell_services('referral', 'write'))::uuid[]))
  order by c.opened_at desc limit 1
"""

# Does nobody have the alert yet that a referral calls for? One not raised yet waits too.
ALERT_WAITS = """
  select exists (
    select from referrals_referral f
    where f.id = referred and f.danger in ('yes', 'unknown')
      and (f.person_id = any ((select linkwell_people('referral', 'write'))::uuid[])
        or f.service_id = any ((select linkwell_services('referral', 'write'))::uuid[]))
      and not exists (
        select from safety_alert a
        where a.about_id in (f.id, f.copy_of)
        having count(*) > 0 and count(*) filter (where a.state = 'open') = 0))
"""

# A referral goes on in the record of somebody known: team and practice come to stand to them.
JOIN = """
begin
  if not exists (select from linkwell_alike(array[referred]) a where a.person_id = known) then
    return false;
  end if;
  insert into access_relationship
    (id, person_id, service_id, organisation_id, kind, basis, began_at)
  select gen_random_uuid(), known, s.service_id, o.organisation_id, o.kind, 'joined', now()
  from access_subject s,
    lateral (values (by_practice, 'referrer'), (s.service_id, 'queue')) o(organisation_id, kind)
  where s.person_id = known and not exists (
    select from access_relationship r
    where r.person_id = known and r.organisation_id = o.organisation_id and r.kind = o.kind
      and r.ended_at is null);
  -- what was said this time is not lost: new ways to reach them, and what keeps them safe. A no
  -- stands beside an earlier yes, and the careful one decides; a yes never beside an earlier no
  insert into people_contactway
    (id, person_id, service_id, channel, value, safe, times, said_by, said_at)
  select gen_random_uuid(), known, w.service_id, w.channel, w.value, w.safe, w.times, w.said_by,
    w.said_at
  from people_contactway w
  where w.person_id = referred and not exists (
    select from people_contactway k
    where k.person_id = known and k.channel = w.channel and k.value = w.value
      and (k.safe = w.safe or w.safe <> 'no'));
  update people_contactway k set times = w.times
  from people_contactway w
  where k.person_id = known and w.person_id = referred and k.channel = w.channel
    and k.value = w.value and k.times = '' and w.times <> '';
  insert into people_contactway
    (id, person_id, service_id, channel, value, safe, times, said_by, said_at)
  select gen_random_uuid(), known, f.service_id, 'phone', f.phone, 'yes', f.times, 'referrer', now()
  from referrals_referral f
  where f.person_id = referred and f.phone <> '' and not exists (
    select from people_contactway k
    where k.person_id = known and k.channel = 'phone' and k.value = f.phone);
  update people_person k
  set not_told = left(concat_ws('; ', n.not_told, nullif(k.not_told, '')), 1000)
  from people_person n
  where k.person_id = known and n.person_id = referred and n.not_told <> ''
    and strpos(k.not_told, n.not_told) = 0;
  update people_address k set hidden = true
  from people_address n
  where k.person_id = known and n.person_id = referred and n.hidden;
  return true;
end
"""

# How many referrals of a service stood at each pathway, as was known before a moment: for its
# manager, who sees no row of anybody. Nothing for everybody else.
PATHWAYS = """
  select p.practice_id,
    array[p.accepted, p.reached, p.planned, p.connected, p.attended, p.helped]::text[],
    p.why::text, count(*)
  from evaluation_pathwayversion p
  where p.service_id = of_service and p.offered_at >= first and p.offered_at < after
    and p.offered_at < by_then and p.known_from < by_then
    and (p.known_until is null or p.known_until >= by_then)
    and exists (
      select from access_membership m
      where linkwell_actor_kind() = 'member' and m.user_id = linkwell_actor()
        and m.organisation_id = of_service and m.role = 'manager' and m.ended_at is null
    )
  group by 1, 2, 3
"""
