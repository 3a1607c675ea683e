"""The base of every form: one layout, one error summary, and drafts that survive a locked session.

The same sentence stands in the summary and beside its field. Nothing is checked by the browser, so
that the sentences are ours and the page works alike with and without JavaScript.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict
from markupsafe import Markup

from linkwell.web.design.fields import Drawn, DrawnBoundField, Hidden, Ticked
from linkwell.web.design.jinja import nhsuk
from linkwell.web.design.words import counted

KEEP = "_keep"  # names the fields that a draft may hold
HIDDEN = "_hidden"  # names the fields that nobody typed into


class Form(forms.Form):
    """A form that draws itself: `{{ form }}` its fields, `{{ form.errors_above }}` the summary.

    `button` names the act ("Send the referral"), never "Submit".
    """

    button: ClassVar[str] = "Save"
    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data=data, files=files, **{"label_suffix": "", **options})

    @classmethod
    def from_draft(cls, kept: QueryDict, **options: Any) -> Self:
        """The form as it was left, not yet checked."""
        form = cls(**options)
        for name, field in form.fields.items():
            key = form.add_prefix(name)
            if not field.widget.value_omitted_from_data(kept, {}, key):
                form.initial[name] = field.widget.value_from_datadict(kept, {}, key)
        return form

    def __html__(self) -> str:  # type: ignore[override]
        """Every field that is not drawn inside another, and what the draft may keep."""
        inside = self._revealed()
        return Markup("\n").join([*(self[n] for n in self.fields if n not in inside), self.keep])

    __str__ = __html__  # type: ignore[assignment]

    @property
    def keep(self) -> Markup:
        """Hidden boxes naming what may be kept if the session locks before this is sent, and what
        was only carried along."""
        carried = [n for n, field in self.fields.items() if isinstance(field, Hidden)]
        kept = _box(KEEP, self._kept_names())
        return kept + _box(HIDDEN, map(self.add_prefix, carried)) if carried else kept

    def _kept_names(self) -> Iterator[str]:
        for name, field in self.fields.items():
            if isinstance(field, Drawn) and field.kept:
                yield from field.box_names(self.add_prefix(name))

    @property
    def error_items(self) -> list[dict[str, str]]:
        """What to mend, in the order of the page: text, and where it is to be mended."""
        above = [{"text": str(sentence)} for sentence in self.non_field_errors()]
        fields = [self[name] for name in self.fields]
        return above + [
            {"text": bound.error, "href": f"#{bound.focus_id}"}
            for bound in fields
            if isinstance(bound, DrawnBoundField) and bound.error
        ]

    @property
    def errors_above(self) -> Markup:
        """The error summary; empty when there is nothing to mend. It takes the focus by itself."""
        items = self.error_items
        if not items:
            return Markup("")
        title = f"{counted(len(items), 'thing', 'things')} to mend before this can go"
        return nhsuk(
            "error-summary",
            titleText=title[0].upper() + title[1:],
            errorList=items,
            attributes={"tabindex": "-1", "autofocus": "autofocus"},
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what a choice revealed; forget what no choice revealed."""
        cleaned = dict(super().clean() or self.cleaned_data)
        for name, (teller, wanted) in self._revealed().items():
            said = cleaned.get(teller) or ()
            if wanted not in ([said] if isinstance(said, str) else said):
                self.errors.pop(name, None)
                cleaned[name] = self.fields[name].to_python(None)
        return cleaned

    def _revealed(self) -> dict[str, tuple[str, str]]:
        """Name of a revealed field -> the field that reveals it, and by which choice."""
        tellers = [(n, f) for n, f in self.fields.items() if isinstance(f, Ticked)]
        return {
            inner: (name, choice)
            for name, field in tellers
            for inner, choice in field.revealed.items()
        }


def _box(name: str, names: Iterable[str]) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, " ".join(names))
