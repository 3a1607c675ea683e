"""The addresses of the work itself. Ids in them are random; nothing personal ever is."""

from django.urls import path

from linkwell.web import autosave
from linkwell.web.link_worker import (
    appointments,
    case,
    conversation,
    lists,
    measures,
    options,
    plan,
    reach,
    referral,
)
from linkwell.web.manager import views as manager
from linkwell.web.person import survey
from linkwell.web.person import views as person
from linkwell.web.privacy import views as privacy
from linkwell.web.referrer import views as referrer
from linkwell.web.sign_in import invitation
from linkwell.web.start import start

urlpatterns = [
    path("start/", start, name="start"),
    path("invitation/<str:token>", invitation.open_invitation, name="invitation"),
    # who refers
    path("r/<str:token>", referrer.open_practice_link, name="practice-link"),
    path("refer/", referrer.refer, name="refer"),
    path("refer/<uuid:practice_id>/<uuid:key>", referrer.receipt, name="receipt"),
    path("practice/", referrer.practice, name="practice"),
    # link workers
    path("today/", lists.today, name="today"),
    path("queue/", lists.team_queue, name="queue"),
    path("people/", lists.people, name="people"),
    path("referrals/<uuid:referral_id>", referral.referral, name="referral"),
    path("referrals/<uuid:referral_id>/accept", referral.take_on, name="accept"),
    path("referrals/<uuid:referral_id>/return", referral.send_back, name="return"),
    path("cases/<uuid:case_id>", case.story, name="case"),
    path("cases/<uuid:case_id>/begin", case.begin_case, name="begin"),
    path("cases/<uuid:case_id>/reach/<uuid:way_id>", case.safe_way, name="safe-way"),
    path("cases/<uuid:case_id>/ask", options.ask, name="ask"),
    path("options/<uuid:list_id>", options.shown, name="options"),
    path("options/<uuid:list_id>/nothing", options.nothing, name="nothing-suits"),
    path("offers/<uuid:offer_id>/choose", options.choose, name="choose"),
    path("offers/<uuid:offer_id>/refuse", options.refuse, name="refuse"),
    # the person, by a link of their own
    path("p/<str:token>", person.open_own_link, name="own-link"),
    path("me/", person.me, name="me"),
    # who runs it
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
    path("questions/<uuid:asking_id>", measures.pulses, name="pulses"),
    path("q/<str:token>", survey.survey, name="survey"),
    path("questions/thanks", survey.thanks, name="survey-thanks"),
    # talks at a set time, and their interpreters
    path("cases/<uuid:case_id>/planned", appointments.planned, name="planned"),
    path("planned/<uuid:appointment_id>", appointments.change, name="change-planned"),
]
