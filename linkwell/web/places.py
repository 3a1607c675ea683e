"""The addresses of the work itself. Ids in them are random; nothing personal ever is."""

from django.urls import path

from linkwell.web.link_worker import (
    alerts,
    case,
    concerns,
    cover,
    lists,
    options,
    referral,
    triage,
)
from linkwell.web.manager import views as manager
from linkwell.web.person import views as person
from linkwell.web.privacy import views as privacy
from linkwell.web.referrer import pause
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
    path("refer/<uuid:practice_id>/<uuid:key>/pause", pause.pause, name="pause"),
    path("refer/leaflet", referrer.leaflet, name="leaflet"),
    path("practice/", referrer.practice, name="practice"),
    path("practice/answer/<uuid:referral_id>", referrer.answer, name="answer-practice"),
    # link workers
    path("today/", lists.today, name="today"),
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
]
