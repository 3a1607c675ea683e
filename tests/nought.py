"""What must be nought whatever anybody did, each as SQL past every wall."""

from django.db import connections

NOUGHT = {
    "an open case that nobody owes anything": """select count(*) from cases_case c
        where c.state <> 'closed' and not exists (select from tasks_task t
          where t.person_id = c.person_id and t.state = 'open')""",
    "a task of an open case without an owner": """select count(*) from tasks_task t
        join cases_case c using (person_id)
        where t.state = 'open' and c.state <> 'closed' and t.owner_id is null
          and t.kind not in ('triage', 'ask_safe_way')""",
    "a message that went to somebody who had died": """select count(*) from messaging_message m
        join journal_event e on e.person_id = m.person_id and e.name = 'PersonDied'
        where m.to_person and m.sent_at > e.at""",
    "a message that went after consent was taken back": """select count(*)
        from messaging_message m join journal_event e
          on e.person_id = m.person_id and e.name = 'ConsentWithdrawn'
        where m.to_person and m.sent_at > e.at and not exists (select from journal_event y
          where y.person_id = m.person_id and y.name = 'ConsentSaid' and y.at > e.at
            and y.at < m.sent_at and y.data->>'purpose' = 'keep_record'
            and y.data->>'said' = 'yes')""",
    "an open case of somebody who took back their consent, and nobody is to ask anew": """
        select count(*) from cases_case c
        join lateral (select k.said, k.at from consent_consent k where k.person_id = c.person_id
            and k.purpose = 'keep_record' order by k.at desc limit 1) last on true
        where c.state <> 'closed' and last.said = 'no' and last.at < c.opened_at
          and not exists (select from tasks_task t where t.person_id = c.person_id
            and t.kind = 'ask_consent' and t.state = 'open')""",
    "a message that went by a way last said to be unsafe": """select count(*)
        from messaging_message m
        join lateral (select e.data->>'safe' safe from journal_event e
          where e.person_id = m.person_id and e.name = 'SafeWaySaid' and e.at < m.sent_at
            and e.data->>'channel' = m.channel and e.data->>'safe' <> 'not_asked'
          order by e.at desc limit 1) said on true
        where m.to_person and m.state = 'sent' and said.safe = 'no'""",
    "a link that opens after a death": """select count(*) from access_link l
        join people_person p on p.person_id = l.holder
        where p.died_on is not null and l.revoked_at is null""",
    "a link that opens after consent was taken back": """select count(*) from access_link l
        join journal_event e on e.person_id = l.holder and e.name = 'ConsentWithdrawn'
        where l.revoked_at is null and not exists (
          select from cases_case c where c.person_id = l.holder and c.opened_at > e.at)""",
    "a message that waits after a death": """select count(*) from messaging_message m
        join people_person p on p.person_id = m.person_id
        where p.died_on is not null and m.to_person and m.state = 'waiting'""",
    "an open case of somebody who has died": """select count(*) from cases_case c
        join people_person p on p.person_id = c.person_id
        where p.died_on is not null and c.state <> 'closed'""",
    "a connection under way after consent was taken back": """select count(*)
        from connections_connection c join journal_event e
          on e.person_id = c.person_id and e.name = 'ConsentWithdrawn' and e.at > c.chosen_at
        where c.state in ('chosen', 'sent', 'waiting', 'expected', 'attended')""",
    "a concern or an alert that is open, and a case of theirs does not know it": """select count(*)
        from cases_case c where not c.danger_open and (
          exists (select from safety_concern s
            where s.person_id = c.person_id and s.state <> 'closed')
          or exists (select from safety_alert a
            where a.person_id = c.person_id and a.state = 'open'))""",
    "words that mean danger, not settled, and no supervisor is to look": """select count(*)
        from safety_mention s join people_person p using (person_id)
        where s.settled_at is null and p.died_on is null and not exists (select from tasks_task t
          where t.person_id = s.person_id and t.kind = 'decide_danger' and t.state = 'open')""",
    "words that mean danger, not settled, and an open case that is not at risk": """select count(*)
        from safety_mention s join cases_case c using (person_id)
        where s.settled_at is null and c.state <> 'closed' and not c.at_risk""",
    "a case that was settled without a supervisor's words": """select count(*)
        from journal_event e where e.name = 'RiskSettled' and not exists (
          select from safety_look l where l.person_id = e.person_id and l.looked_at <= e.at
            and l.again_on is null)
        and not exists (select from safety_concern s where s.person_id = e.person_id
            and s.closed_at <= e.at and s.outcome_words <> '')""",
    "an open case held by nobody who sees it": """select count(*) from cases_case c
        where c.state <> 'closed' and not exists (select from access_relationship r
          where r.person_id = c.person_id and r.member_id = c.holder_id
            and r.kind = 'caseload' and r.ended_at is null)""",
    "a story that ended, and the practice was not told, may be, and nobody owes it": """
        select count(*) from cases_case c join people_person p using (person_id)
        where c.state = 'closed' and p.died_on is null and c.closed_because in
            ('completed', 'person_ended', 'lost_contact', 'passed_on', 'moved', 'out_of_scope')
          and not exists (select from tasks_task t where t.about_id = c.id
            and t.kind = 'tell_practice' and t.state = 'open')
          and not exists (select from feedback_practicemessage m where m.case_id = c.id
            and m.about = 'end' and m.sent_at > (select max(e.at) from journal_event e
              where e.subject_id = c.id and e.name in ('CaseOpened', 'CaseReopened')))
          and not exists (select from journal_event w where w.person_id = c.person_id
            and w.name = 'ConsentWithdrawn' and w.at > c.opened_at)
          and 'no' is distinct from (select k.said from consent_consent k
            where k.person_id = c.person_id and k.purpose = 'tell_practice'
              and k.at < c.closed_at order by k.at desc limit 1)""",
    "a record that is locked away, and somebody stands to it as if it were not": """select count(*)
        from access_subject s join access_relationship r using (person_id)
        where s.locked_at is not null and r.ended_at is null and r.kind in ('caseload', 'cover')""",
    "consent taken back, nobody came back since, and the record is not locked away": """
        select count(*) from access_subject s
        join lateral (select max(e.at) at from journal_event e
          where e.person_id = s.person_id and e.name = 'ConsentWithdrawn') last on true
        where last.at is not null and s.locked_at is null and not exists (
          select from cases_case c where c.person_id = s.person_id and c.opened_at > last.at)""",
    "an open case in a record that is locked away": """select count(*) from cases_case c
        join access_subject s using (person_id)
        where c.state <> 'closed' and s.locked_at is not null""",
    "a delivery that failed": "select count(*) from journal_delivery where attempts > 0",
}


def wrong() -> dict[str, int]:
    """What is not as it must be, and how often."""
    with connections["bulk"].cursor() as cursor:
        found = {}
        for what, sql in NOUGHT.items():
            cursor.execute(sql)
            (count,) = cursor.fetchone()
            if count:
                found[what] = count
    return found
