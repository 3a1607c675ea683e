"""Owner + next date + why."""

from django.db import models
from django.db.models import Q

from linkwell.kernel import clock
from linkwell.tables.base import classify, codes
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord
from linkwell.tasks.rules import TaskKind, TaskState


class Task(PersonRecord):
    """Something to do about a person. `owner_id` is a membership; null means the whole team."""

    record_class = RecordClass.TASK
    field_classes = classify(
        operational="id person_id service_id owner_id kind cause about_id due_on state created_at"
        " done_at"
    )

    person_id = models.UUIDField()
    service_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    cause = models.UUIDField()  # the event it follows from
    about_id = models.UUIDField()  # the row to open: a referral, a message
    due_on = models.DateField()
    state = models.CharField(max_length=7, default=TaskState.OPEN.value)
    created_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.UniqueConstraint(fields=["cause", "kind", "about_id"], name="task_once"),
            models.CheckConstraint(condition=Q(kind__in=codes(TaskKind)), name="task_kind"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN.value, done_at__isnull=True)
                | Q(
                    state__in=(TaskState.DONE.value, TaskState.DROPPED.value),
                    done_at__isnull=False,
                ),
                name="task_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["service_id", "due_on"],
                name="task_due",
                condition=Q(state=TaskState.OPEN.value),
            ),
            models.Index(fields=["person_id"], name="task_person"),
        ]
