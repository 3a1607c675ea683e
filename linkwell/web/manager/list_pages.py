"""What the pages of lists that come in are made of."""

from dataclasses import dataclass
from typing import ClassVar

from linkwell.web.manager.list_forms import ColumnsForm, NewListForm, WordsForm
from linkwell.web.pages import PageData

Tag = tuple[str, str, str]  # kind, icon, text


@dataclass(frozen=True)
class ListRow:
    """One list that somebody brought."""

    publisher: str
    href: str
    tag: Tag
    told: str
    brought: str


@dataclass(frozen=True, kw_only=True)
class ListsPage(PageData):
    template: ClassVar[str] = "manager/lists.jinja"

    rows: tuple[ListRow, ...]
    new: str
    back: str


@dataclass(frozen=True, kw_only=True)
class NewListPage(PageData):
    template: ClassVar[str] = "manager/list_new.jinja"

    form: NewListForm
    known: tuple[str, ...]  # whose lists came in before
    back: str


@dataclass(frozen=True)
class Group:
    """A record as it would stand in the directory."""

    name: str
    about: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]  # what it is, and its lines
    needs: str


@dataclass(frozen=True)
class Told:
    """What there is to say of a record, and where it stands."""

    where: str
    sentence: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class PreviewPage(PageData):
    """A list that waits: what it would be. `fault` says why nothing of it can come in."""

    template: ClassVar[str] = "manager/list_preview.jinja"

    about: str
    fault: str
    read_by: str
    come_in: str
    counts: str  # what follows the number of those that would come in
    cut: str
    leaves_out: str
    groups: tuple[Group, ...]
    refused: tuple[Told, ...]
    more_refused: str
    columns: str
    bring: str
    away: str
    back: str


@dataclass(frozen=True, kw_only=True)
class ProgressPage(PageData):
    template: ClassVar[str] = "manager/list_progress.jinja"

    about: str
    told: str
    share: float | None  # of it that is in; None: not known
    here: str
    away: str
    back: str


@dataclass(frozen=True)
class Part:
    """Records of which there is the same to say."""

    key: str
    heading: str
    hint: str
    lines: tuple[Told, ...]
    more: str


@dataclass(frozen=True, kw_only=True)
class ReportPage(PageData):
    template: ClassVar[str] = "manager/list_report.jinja"

    about: str
    tag_of: Tag
    sentence: str
    counts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    conflicts: str  # where they are decided
    sheet: str
    again: str
    new: str
    back: str


@dataclass(frozen=True, kw_only=True)
class ColumnsPage(PageData):
    template: ClassVar[str] = "manager/list_columns.jinja"

    about: str
    form: ColumnsForm
    left_out: str
    back: str


@dataclass(frozen=True, kw_only=True)
class WordsPage(PageData):
    template: ClassVar[str] = "manager/list_words.jinja"

    about: str
    form: WordsForm
    groups: tuple[tuple[str, str], ...]  # the field, and what it is called
    back: str
