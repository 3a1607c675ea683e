"""Facts about tasks."""

from dataclasses import dataclass

from linkwell.kernel.events import DomainEvent
from linkwell.tasks.rules import TaskKind


@dataclass(frozen=True, kw_only=True)
class TaskRaised(DomainEvent):
    kind: TaskKind


@dataclass(frozen=True, kw_only=True)
class TaskDone(DomainEvent):
    kind: TaskKind


@dataclass(frozen=True, kw_only=True)
class TaskDropped(DomainEvent):
    kind: TaskKind
