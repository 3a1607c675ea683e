"""Database functions for locking a record away, as SQL: made by `policies.py` like its own.

Consent was taken back. From then on the record opens by breaking the glass only; whoever held it
keeps that it is so, what is owed, and the receipt. It opens again for somebody referred since.
"""

LOCK_AWAY = """
begin
  if not (wanted = any (linkwell_people('consent', 'write'))
      or exists (select from access_subject s where s.person_id = wanted
                 and s.service_id = any (linkwell_services('consent', 'write')))) then
    raise exception 'not allowed to lock this record away'
      using errcode = 'insufficient_privilege';
  end if;
  update access_subject set locked_at = moment where person_id = wanted and locked_at is null;
  insert into access_relationship
    (id, person_id, service_id, organisation_id, member_id, kind, basis, began_at, expires_at)
  select distinct on (r.member_id) gen_random_uuid(), wanted, r.service_id, r.organisation_id,
    r.member_id, 'receipt', 'withdrew', moment, r.expires_at
  from access_relationship r
  where r.person_id = wanted and r.kind in ('caseload', 'cover', 'break_glass')
    and r.ended_at is null and (r.expires_at is null or r.expires_at > now())
    and not exists (
      select from access_relationship k
      where k.person_id = wanted and k.member_id = r.member_id and k.kind = 'receipt'
        and k.ended_at is null)
  order by r.member_id, r.expires_at desc nulls first;
  update access_relationship set ended_at = now()
  where person_id = wanted and kind in ('caseload', 'cover', 'break_glass') and ended_at is null;
end
"""

OPEN_AGAIN = """
begin
  if not exists (
      select from access_subject s where s.person_id = wanted and s.locked_at is not null) then
    return;
  end if;
  if not (wanted = any (linkwell_people('referral', 'write')) and exists (
      select from referrals_referral f join access_subject s on s.person_id = f.person_id
      where f.person_id = wanted and f.received_at > s.locked_at
        and f.state in ('received', 'needs_more', 'accepted'))) then
    raise exception 'not allowed to open this record again'
      using errcode = 'insufficient_privilege';
  end if;
  update access_subject set locked_at = null where person_id = wanted;
  update access_relationship set ended_at = now()
  where person_id = wanted and kind = 'receipt' and ended_at is null;
end
"""

# Who was told something of somebody: the practices that referred, and each group with how many
# lines. For the receipt, and for whoever rings a group to say that they do not come. No words.
WHO_KNEW = """
  select o.name::text, 'referred', null::uuid, null::uuid, null::integer, f.received_at
  from referrals_referral f join access_organisation o on o.id = f.practice_id
  where f.person_id = wanted and linkwell_may_know(wanted)
  union all
  select d.partner::text, 'lines', c.id, c.option_id, jsonb_array_length(d.lines), d.sent_at
  from connections_disclosure d join connections_connection c on c.id = d.connection_id
  where d.person_id = wanted and linkwell_may_know(wanted)
  union all
  select o.name::text, 'message', null, null, null, m.sent_at
  from feedback_practicemessage m join access_organisation o on o.id = m.practice_id
  where m.person_id = wanted and linkwell_may_know(wanted)
  union all
  select p.name::text, 'speaks', null, null, null, p.began_on::timestamptz
  from people_proxy p where p.person_id = wanted and linkwell_may_know(wanted)
  order by 6
"""

MAY_KNOW = """
  select linkwell_actor_kind() = 'member' and (
    wanted = any (linkwell_people('case', 'read'))
    or exists (select from access_subject s where s.person_id = wanted
               and s.service_id = any (linkwell_services('case', 'read'))))
"""

# How to reach somebody whose record is locked away, while somebody has to make sure that they live:
# the vital interest of a person stands above their consent. For who may read of the danger.
REACH_IN_DANGER = """
  select w.channel::text, w.value::text, w.safe::text, w.times::text
  from people_contactway w join access_subject s on s.person_id = w.person_id
  where w.person_id = wanted
    and (wanted = any (linkwell_people('danger', 'read'))
      or s.service_id = any (linkwell_services_of_locked('danger', 'read')))
    and (exists (select from safety_mention m
                 where m.person_id = wanted and m.settled_at is null)
      or exists (select from safety_alert a where a.person_id = wanted and a.state = 'open')
      or exists (select from safety_concern c where c.person_id = wanted and c.state <> 'closed'))
  order by w.channel, w.said_at
"""
