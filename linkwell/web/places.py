"""The addresses of the work itself. Ids in them are random; nothing personal ever is."""

from django.urls import path

from linkwell.web import autosave
from linkwell.web.link_worker import (
    alerts,
    appointments,
    case,
    concerns,
    connecting,
    conversation,
    cover,
    danger,
    day_sheet,
    ending,
    entry,
    hard_days,
    keeping,
    lists,
    locked,
    map_again,
    measures,
    options,
    own_links,
    plan,
    practice_told,
    reach,
    referral,
    today,
    triage,
    waiting,
)
from linkwell.web.manager import list_columns
from linkwell.web.manager import lists as lists_in
from linkwell.web.manager import views as manager
from linkwell.web.manager.funnel import funnel
from linkwell.web.manager.gaps import gaps
from linkwell.web.partner import own_entry
from linkwell.web.partner import views as partner
from linkwell.web.person import survey
from linkwell.web.person import views as person
from linkwell.web.privacy import views as privacy
from linkwell.web.public import adding
from linkwell.web.public.find import find
from linkwell.web.public.group import group, sessions
from linkwell.web.referrer import pause, yourself
from linkwell.web.referrer import views as referrer
from linkwell.web.sign_in import invitation
from linkwell.web.start import start

urlpatterns = [
    path("start/", start, name="start"),
    path("find/", find, name="find"),
    path("find/add", adding.add, name="add-group"),
    path("find/added", adding.added, name="group-told"),
    path("find/<uuid:service_id>", group, name="group"),
    path("find/<uuid:service_id>/sessions.ics", sessions, name="group-sessions"),
    path("invitation/<str:token>", invitation.open_invitation, name="invitation"),
    # who refers
    path("r/<str:token>", referrer.open_practice_link, name="practice-link"),
    path("refer/", referrer.refer, name="refer"),
    path("refer/<uuid:practice_id>/<uuid:key>", referrer.receipt, name="receipt"),
    path("refer/<uuid:practice_id>/<uuid:key>/pause", pause.pause, name="pause"),
    path("refer/leaflet", referrer.leaflet, name="leaflet"),
    path("a/<str:token>", yourself.open_poster, name="poster-link"),
    path("for-yourself/", yourself.for_yourself, name="for-yourself"),
    path("for-yourself/<uuid:key>", yourself.arrived, name="for-yourself-arrived"),
    path("for-yourself/<uuid:key>/pause", yourself.pause, name="for-yourself-pause"),
    path("practice/", referrer.practice, name="practice"),
    path("practice/answer/<uuid:referral_id>", referrer.answer, name="answer-practice"),
    # link workers
    path("today/", today.today, name="today"),
    path("today/print", day_sheet.day_sheet, name="day-sheet"),
    path("queue/", lists.team_queue, name="queue"),
    path("people/", lists.people, name="people"),
    path("referrals/<uuid:referral_id>", referral.referral, name="referral"),
    path("referrals/<uuid:referral_id>/accept", referral.take_on, name="accept"),
    path("referrals/<uuid:referral_id>/return", referral.send_back, name="return"),
    # deciding about a referral, and danger
    path("referrals/<uuid:referral_id>/give", triage.give, name="give"),
    path("referrals/<uuid:referral_id>/ask", triage.ask, name="ask-more"),
    path("referrals/<uuid:referral_id>/pass-on", triage.pass_it_on, name="pass-on"),
    path("referrals/<uuid:referral_id>/apart", triage.somebody_else, name="apart"),
    path("referrals/<uuid:referral_id>/same/<uuid:known_id>", triage.same_person, name="same"),
    path("alerts/<uuid:alert_id>", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/acknowledge", alerts.take, name="acknowledge"),
    path("danger/<uuid:person_id>", danger.danger, name="danger"),
    path("cases/<uuid:case_id>/concern", concerns.raise_one, name="raise-concern"),
    path("concerns/<uuid:concern_id>", concerns.concern, name="concern"),
    path("concerns/<uuid:concern_id>/acknowledge", concerns.take, name="take-concern"),
    path("cover/", cover.find, name="cover"),
    path("cover/open", cover.open_record, name="cover-open"),
    path("cover/sealed", cover.sealed, name="sealed"),
    path("cases/<uuid:case_id>", case.story, name="case"),
    path("cases/<uuid:case_id>/begin", case.begin_case, name="begin"),
    path("cases/<uuid:case_id>/reach/<uuid:way_id>", case.safe_way, name="safe-way"),
    path("cases/<uuid:case_id>/ask", options.ask, name="ask"),
    path("options/<uuid:list_id>", options.shown, name="options"),
    path("options/<uuid:list_id>/nothing", options.nothing, name="nothing-suits"),
    path("entries/<uuid:service_id>", entry.shown, name="entry"),
    path("entries/waiting", waiting.waiting, name="entries-waiting"),
    path("lists/", lists_in.lists, name="lists"),
    path("lists/new", lists_in.new, name="list-new"),
    path("lists/<uuid:import_id>", lists_in.shown, name="list"),
    path("lists/<uuid:import_id>/columns", list_columns.columns, name="list-columns"),
    path("lists/<uuid:import_id>/words", list_columns.words, name="list-words"),
    path("lists/<uuid:import_id>/bring", lists_in.bring, name="list-bring"),
    path("lists/<uuid:import_id>/away", lists_in.away, name="list-away"),
    path("lists/<uuid:import_id>/again", lists_in.again, name="list-again"),
    path("entries/<uuid:service_id>/link", keeping.give_link, name="entry-give-link"),
    path("entries/<uuid:service_id>/link/close", keeping.close_links, name="entry-close-links"),
    path("edits/<uuid:edit_id>/accept", waiting.accept, name="edit-accept"),
    path("edits/<uuid:edit_id>/refuse", waiting.refuse, name="edit-refuse"),
    path("edits/<uuid:edit_id>/keep", waiting.keep, name="edit-keep"),
    path("edits/<uuid:edit_id>/list", waiting.take_the_lists, name="edit-list"),
    path("askings/<uuid:asking_id>/rang", waiting.rang, name="asking-rang"),
    path("askings/<uuid:asking_id>/nobody", waiting.nobody, name="asking-nobody"),
    path("new-groups/<uuid:new_group_id>/add", waiting.add, name="new-group-add"),
    path("new-groups/<uuid:new_group_id>/refuse", waiting.refuse_new, name="new-group-refuse"),
    path("suggestions/<uuid:suggestion_id>/right", entry.it_is_so, name="it-is-so"),
    path("suggestions/<uuid:suggestion_id>/wrong", entry.it_is_not, name="it-is-not"),
    path("know-how/<uuid:know_how_id>/over", entry.over, name="know-how-over"),
    path("offers/<uuid:offer_id>/choose", options.choose, name="choose"),
    path("offers/<uuid:offer_id>/refuse", options.refuse, name="refuse"),
    # a connection: what they will read, what they answered, what came of it
    path("connections/<uuid:connection_id>", connecting.connect, name="connection"),
    path(
        "connections/<uuid:connection_id>/lines/<str:line>",
        connecting.write_line,
        name="connection-line",
    ),
    path("connections/<uuid:connection_id>/tell", connecting.tell, name="connection-tell"),
    path("connections/<uuid:connection_id>/letter", connecting.letter, name="connection-letter"),
    path(
        "connections/<uuid:connection_id>/take-back",
        connecting.take_back,
        name="connection-take-back",
    ),
    path(
        "connections/<uuid:connection_id>/said/<str:answer>",
        connecting.partner_said,
        name="connection-said",
    ),
    path("connections/<uuid:connection_id>/asked", connecting.asked, name="connection-asked"),
    path("connections/<uuid:connection_id>/nudge", connecting.ask_again, name="connection-nudge"),
    path("connections/<uuid:connection_id>/stop", connecting.stop, name="connection-stop"),
    path("tasks/<uuid:task_id>/done", case.task_done, name="task-done"),
    path("tasks/<uuid:task_id>/ring", locked.call_off, name="call-off"),
    # how it goes on, and what the practice is told
    path("cases/<uuid:case_id>/until", ending.until, name="until"),
    path("cases/<uuid:case_id>/end", ending.end, name="end"),
    path("cases/<uuid:case_id>/map", map_again.map_again, name="map-again"),
    path("cases/<uuid:case_id>/go-on", ending.go_on, name="go-on"),
    path("cases/<uuid:case_id>/tell-practice", practice_told.tell, name="tell-practice"),
    path("told/<uuid:message_id>", practice_told.shown, name="practice-message"),
    path("told/<uuid:message_id>/pdf", practice_told.as_pdf, name="practice-message-pdf"),
    path("told/<uuid:message_id>/json", practice_told.as_json, name="practice-message-json"),
    path("told/<uuid:message_id>/filed", practice_told.filed, name="practice-message-filed"),
    # the hard days
    path("cases/<uuid:case_id>/hard", hard_days.hard_days, name="hard-days"),
    path("cases/<uuid:case_id>/died", hard_days.died, name="died"),
    path("cases/<uuid:case_id>/died/mistake", hard_days.not_died, name="not-died"),
    path("cases/<uuid:case_id>/withdraw", hard_days.withdrawn, name="withdraw"),
    path("cases/<uuid:case_id>/agree-anew", hard_days.agree_anew, name="agree-anew"),
    path("cases/<uuid:case_id>/withdrawal", hard_days.withdrawal, name="withdrawal"),
    path("cases/<uuid:case_id>/proxy", own_links.proxy, name="proxy"),
    path("cases/<uuid:case_id>/proxy/<uuid:proxy_id>/end", own_links.proxy_end, name="proxy-end"),
    path("cases/<uuid:case_id>/decision", hard_days.decision, name="decision"),
    path("cases/<uuid:case_id>/abuse/<str:to>", hard_days.abuse, name="abuse"),
    path("cases/<uuid:case_id>/hide-home/<str:to>", hard_days.hide_home, name="hide-home"),
    path("cases/<uuid:case_id>/seal/<str:to>", hard_days.seal_record, name="seal"),
    path("cases/<uuid:case_id>/own-page", own_links.own_page, name="own-page"),
    # a partner, by the link it was sent
    path("c/<str:token>", partner.open_partner_link, name="partner-link"),
    path("welcome/", partner.welcome, name="welcome"),
    path("welcome/<str:answer>", partner.rest, name="welcome-rest"),
    # a group, by the link to its own entry
    path("g/<str:token>", own_entry.open_entry_link, name="entry-link"),
    path("your-group/", own_entry.own_entry, name="own-entry"),
    path("your-group/closed", own_entry.closed, name="own-entry-closed"),
    path("your-group/change", own_entry.change, name="own-entry-change"),
    # the person, by a link of their own
    path("p/<str:token>", person.open_own_link, name="own-link"),
    path("me/", person.me, name="me"),
    path("me/who", person.who_sees, name="who-sees"),
    path("me/letter", person.letter, name="my-letter"),
    path("me/stop", person.stop, name="stop"),
    path("me/stopped", person.stopped, name="stopped"),
    path("x/<str:token>", person.open_proxy_link, name="proxy-link"),
    path("for-somebody/", person.for_somebody, name="for-somebody"),
    # who runs it
    path("service/funnel", funnel, name="funnel"),
    path("gaps/", gaps, name="gaps"),
    path("service/", manager.service, name="service"),
    path("service/links/<uuid:practice_id>/new", manager.new_link, name="new-link"),
    path("service/links/<uuid:link_id>/revoke", manager.revoke_link, name="revoke-link"),
    path("readings/", privacy.readings, name="readings"),
    path("readings/explain", privacy.explain, name="explain"),
    # reaching somebody, talking with them, the plan
    path("draft", autosave.keep_now, name="draft"),
    path("cases/<uuid:case_id>/reach", reach.reach, name="reach"),
    path("cases/<uuid:case_id>/letter", reach.last_letter, name="last-letter"),
    path("cases/<uuid:case_id>/gentle-end", reach.gentle_end, name="gentle-end"),
    path("calls/unknown", reach.unknown_caller, name="unknown-caller"),
    path("cases/<uuid:case_id>/talk", conversation.talk, name="talk"),
    path("needs/<uuid:need_id>", conversation.need, name="need"),
    path("needs/<uuid:need_id>/move", conversation.move, name="move-need"),
    path("supporters/<uuid:supporter_id>", conversation.supporter, name="supporter"),
    path(
        "supporters/<uuid:supporter_id>/remove", conversation.off_the_map, name="remove-supporter"
    ),
    path("cases/<uuid:case_id>/plan", plan.plan, name="plan"),
    path("cases/<uuid:case_id>/plan/goal", plan.new_goal, name="new-goal"),
    path("cases/<uuid:case_id>/plan/copy", plan.copy, name="plan-copy"),
    path("goals/<uuid:goal_id>", plan.goal, name="goal"),
    path("goals/<uuid:goal_id>/step", plan.new_step, name="new-step"),
    path("steps/<uuid:step_id>", plan.step, name="step"),
    # a few questions: offered by the link worker, answered by a short link
    path("cases/<uuid:case_id>/questions", measures.measures, name="measures"),
    path("cases/<uuid:case_id>/questions/<slug:pack>", measures.ask_together, name="ask-together"),
    path("questions/<uuid:asking_id>/paper", measures.type_in, name="type-in"),
    path("questions/<uuid:asking_id>", measures.pulses, name="pulses"),
    path("q/<str:token>", survey.survey, name="survey"),
    path("questions/thanks", survey.thanks, name="survey-thanks"),
    # talks at a set time, and their interpreters
    path("cases/<uuid:case_id>/planned", appointments.planned, name="planned"),
    path("planned/<uuid:appointment_id>", appointments.change, name="change-planned"),
]
