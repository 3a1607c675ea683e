"""Goals in the person's words, steps, and the copies that were given."""

from django.db import models
from django.db.models import Q

from linkwell.access.models import Organisation, Subject
from linkwell.cases.models import Case
from linkwell.conversations.models import RaisedNeed
from linkwell.kernel import clock
from linkwell.plans.rules import NEAREST, CopyBy, GoalState, StepState, Whose
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class Goal(PersonRecord):
    """What somebody wants to reach. How near they were earlier is in the journal."""

    record_class = RecordClass.PLAN
    field_classes = classify(
        special="words near", operational="id person service case need set_at changed_at state"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    need = models.ForeignKey(RaisedNeed, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300)
    near = models.PositiveSmallIntegerField(null=True)  # 0 to 10; null: not asked
    set_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)  # the goal or one of its steps
    state = models.CharField(max_length=9, default=GoalState.OPEN.value)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=codes(GoalState)), name="goal_state"),
            models.CheckConstraint(
                condition=Q(near__isnull=True) | Q(near__lte=NEAREST), name="goal_near"
            ),
        ]
        indexes = [models.Index(fields=["case", "set_at"], name="goal_case")]


class Step(PersonRecord):
    """Something small, who does it, and by when."""

    record_class = RecordClass.PLAN
    field_classes = classify(
        special="words who",
        operational="id person service goal whose by_day state agreed_at ended_at",
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    whose = models.CharField(max_length=13)
    who = models.CharField(max_length=60, default="", blank=True)  # somebody else: their name
    by_day = models.DateField()
    state = models.CharField(max_length=7, default=StepState.OPEN.value)
    agreed_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(whose__in=codes(Whose)), name="step_whose"),
            models.CheckConstraint(
                condition=Q(whose=Whose.SOMEBODY_ELSE.value) & ~Q(who="")
                | (~Q(whose=Whose.SOMEBODY_ELSE.value) & Q(who="")),
                name="step_who",
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.OPEN.value, ended_at__isnull=True)
                | Q(
                    state__in=(StepState.DONE.value, StepState.DROPPED.value),
                    ended_at__isnull=False,
                ),
                name="step_state",
            ),
        ]
        indexes = [models.Index(fields=["goal", "by_day"], name="step_goal")]


class PlanCopy(PersonRecord):
    """That the person was given a copy, how and when."""

    record_class = RecordClass.PLAN
    field_classes = classify(operational="id person service case how given_at")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    how = models.CharField(max_length=8)
    given_at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(how__in=codes(CopyBy)), name="plancopy_how")
        ]
        indexes = [models.Index(fields=["case", "-given_at"], name="plancopy_case")]
