"""Form fields that draw themselves as components of the NHS design system.

A new form needs words, not HTML: a label, a hint, and the sentence shown when nothing was given.
**A field is required exactly when it has that sentence** (`missing`); all others say "(optional)".

    class Ring(Form):
        number = Phone("Phone number", missing="Write a phone number, or say why there is none")
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from markupsafe import Markup, escape

from linkwell.web.design.icons import ICONS
from linkwell.web.design.jinja import nhsuk

UNREADABLE = "Take out the characters that cannot be shown"


@dataclass(frozen=True)
class Choice:
    """One answer. `reveals` names a field of the form that is asked only when this is chosen."""

    value: str
    label: str
    hint: str = ""
    reveals: str = ""


@dataclass(frozen=True)
class Divider:
    """A word between answers: or."""

    text: str = "or"


class DrawnBoundField(forms.BoundField):
    """A field in a form; written in a template as `{{ form.name }}`, it draws itself."""

    field: "Drawn"

    def __html__(self) -> str:  # type: ignore[override]
        return self.field.draw(self)

    __str__ = __html__  # type: ignore[assignment]

    @property
    def error(self) -> str:
        """The first thing to mend, or nothing."""
        return str(self.errors[0]) if self.errors else ""

    @property
    def id(self) -> str:
        return self.auto_id or self.html_name

    @property
    def focus_id(self) -> str:
        """Where the error summary leads: the box, or the first of several."""
        return self.field.first_box(self.id)


class Drawn(forms.Field):
    """What all our fields share: words, look, and the params of their nhsuk macro."""

    component: ClassVar[str] = "input"
    sentences: ClassVar[Mapping[str, str]] = {}
    kept = True  # may be kept in a draft while the session is locked

    def __init__(
        self,
        label: str,
        *,
        missing: str = "",
        hint: str = "",
        say_optional: bool = True,
        classes: str = "",
        width: int | None = None,
        autocomplete: str = "",
        inputmode: str = "",
        errors: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.missing, self.hint, self.say_optional = missing, hint, say_optional
        self.classes, self.width = classes, width
        self.autocomplete, self.inputmode = autocomplete, inputmode
        known = {"null_characters_not_allowed": UNREADABLE, "required": missing}
        super().__init__(
            label=label,
            required=bool(missing),
            error_messages={**known, **self.sentences, **(errors or {})},
            **options,
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> DrawnBoundField:
        return DrawnBoundField(form, self, field_name)

    def draw(self, bound: DrawnBoundField) -> Markup:
        return nhsuk(self.component, **self.params(bound))

    def first_box(self, field_id: str) -> str:
        return field_id

    def box_names(self, html_name: str) -> list[str]:
        """The names under which the browser sends this field."""
        return [html_name]

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        """What the macro is given. Text is escaped there."""
        own = {
            "id": bound.id,
            "name": bound.html_name,
            "value": bound.value() if bound.value() is not None else "",
            "label": {"html": self.heading()},
            "classes": self.classes,
            "width": self.width,
            "autocomplete": self.autocomplete or None,
            "inputmode": self.inputmode or None,
        }
        return own | self.notes(bound)

    def heading(self) -> Markup:
        """The label; a field that may stay empty says so."""
        if self.missing or not self.say_optional:
            return escape(self.label)
        return Markup('{} <span class="nhsuk-label__optional">(optional)</span>').format(self.label)

    def notes(self, bound: DrawnBoundField) -> dict[str, Any]:
        """Hint and error, as every macro takes them."""
        given: dict[str, Any] = {"hint": {"text": self.hint}} if self.hint else {}
        if bound.error:
            given["errorMessage"] = {"html": with_alert(bound.error)}
            given["attributes"] = {"aria-invalid": "true"}
        return given


def with_alert(sentence: str) -> Markup:
    """The sentence beside a field, with the mark that says the same without colour."""
    icon = Markup('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>')
    return icon.format(ICONS["alert"]) + Markup("<span>{}</span>").format(sentence)


def _too_long(maximum: int | None) -> dict[str, str]:
    return {
        "max_length": f"Write at most {maximum} characters; there are %(show_value)d",
    }


class Text(Drawn, forms.CharField):
    """One line. `max_length` in characters."""

    type = "text"

    def __init__(self, label: str, *, max_length: int | None = 200, **options: Any) -> None:
        errors = {**_too_long(max_length), **options.pop("errors", {})}
        super().__init__(label, max_length=max_length, errors=errors, **options)

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        return super().params(bound) | {"type": self.type, "spellcheck": False}


class LongText(Text):
    """Several lines. With `words=True` it wears the clay line: a person's own words."""

    component = "textarea"

    def __init__(
        self,
        label: str,
        *,
        max_length: int | None = 4000,
        rows: int = 4,
        words: bool = False,
        **options: Any,
    ) -> None:
        self.rows, self.words = rows, words
        super().__init__(label, max_length=max_length, **options)

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        group = {"formGroup": {"classes": "words-box"}} if self.words else {}
        # The macros indent what they nest; line ends are written so that this adds no spaces.
        lines = str(bound.value() or "").splitlines()
        look = {"rows": self.rows, "value": Markup("&#10;").join(lines), "spellcheck": None}
        return super().params(bound) | look | group


class Email(Text, forms.EmailField):
    type = "email"
    sentences = {"invalid": "Write an e-mail address like name@example.org"}

    def __init__(self, label: str, *, autocomplete: str = "email", **options: Any) -> None:
        super().__init__(label, autocomplete=autocomplete, **options)


class Phone(Text):
    """A phone number as it was written; what it means is read by whoever rings it."""

    type = "tel"

    def __init__(self, label: str, *, autocomplete: str = "tel", **options: Any) -> None:
        super().__init__(
            label, **{"width": 20, "max_length": 40, **options}, autocomplete=autocomplete
        )


class Password(Text):
    """Never drawn back, never kept in a draft."""

    type = "password"
    kept = False

    def __init__(self, label: str, *, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput()
        super().__init__(label, autocomplete=autocomplete, strip=False, widget=widget, **options)

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        return super().params(bound) | {"value": ""}


class OneTimeCode(Text):
    """A code from an app, a token or a sheet of paper; spaces and dashes do not matter."""

    kept = False

    def __init__(self, label: str, **options: Any) -> None:
        look = {"width": 10, "autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(label, **{**look, "max_length": 40, **options})

    def to_python(self, value: Any) -> str:
        return "".join(ch for ch in super().to_python(value) or "" if ch.isalnum())

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        return super().params(bound) | {"value": ""}


class Number(Drawn, forms.IntegerField):
    """A whole number; `lowest` and `highest` are bounds that are still allowed."""

    def __init__(
        self, label: str, *, lowest: int | None = None, highest: int | None = None, **options: Any
    ) -> None:
        wrong = options.pop("wrong", "Write a whole number, in digits")
        errors = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
        look = {"inputmode": "numeric", "width": 4, "widget": forms.TextInput()}
        bounds = {"min_value": lowest, "max_value": highest}
        super().__init__(label, errors=errors, **{**look, **bounds, **options})


class Hidden(Drawn, forms.CharField):
    """Carried along and not shown: no label, so no words."""

    def __init__(self, **options: Any) -> None:
        super().__init__("", say_optional=False, widget=forms.HiddenInput(), **options)

    def draw(self, bound: DrawnBoundField) -> Markup:
        return Markup('<input type="hidden" name="{}" value="{}">').format(
            bound.html_name, self.carried(bound)
        )

    def carried(self, bound: DrawnBoundField) -> str:
        return str(bound.value() or "")


class Offers(Drawn):
    """Choices: known when the class is written, or offered later by the form."""

    items: list[Choice | Divider]
    choices: Any

    def __init__(
        self, label: str, offered: Iterable[Choice | Divider] = (), **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.offer(offered)

    def offer(self, offered: Iterable[Choice | Divider]) -> None:
        """Set the answers; each must have a value of its own."""
        self.items = list(offered)
        self.choices = [(c.value, c.label) for c in self.items if isinstance(c, Choice)]

    @property
    def revealed(self) -> dict[str, str]:
        """Name of the revealed field -> the choice that reveals it."""
        return {c.reveals: c.value for c in self.items if isinstance(c, Choice) and c.reveals}


class Select(Offers, forms.ChoiceField):
    """A list that folds away. `empty` is its first line, which chooses nothing."""

    component = "select"
    sentences = {"invalid_choice": "Choose one from the list"}

    def __init__(self, label: str, *args: Any, empty: str = "Choose one", **options: Any) -> None:
        self.empty = empty
        super().__init__(label, *args, **options)

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        rows = [{"value": "", "text": self.empty}] if self.empty else []
        rows += [{"value": value, "text": label} for value, label in self.choices]
        return super().params(bound) | {"items": rows, "value": str(bound.value() or "")}


class Ticked(Offers):
    """Radios and checkboxes: a fieldset, with a box for each answer."""

    def __init__(self, label: str, *args: Any, stacked: bool = False, **options: Any) -> None:
        self.stacked = stacked
        super().__init__(label, *args, **options)

    def chosen(self, bound: DrawnBoundField) -> set[str]:
        value = bound.value()
        values = list(value) if isinstance(value, (list, tuple, set)) else [value]
        return {str(item) for item in values if item not in (None, "")}

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        chosen = self.chosen(bound)
        classes = f"{self.classes} stacked" if self.stacked or self.revealed else self.classes
        notes = self.notes(bound)
        notes.pop("attributes", None)
        return notes | {
            "name": bound.html_name,
            "idPrefix": bound.id,
            "classes": classes,
            "fieldset": {"legend": {"html": self.heading()}},
            "items": [self._row(item, chosen, bound) for item in self.items],
        }

    def _row(
        self, item: Choice | Divider, chosen: set[str], bound: DrawnBoundField
    ) -> dict[str, Any]:
        if isinstance(item, Divider):
            return {"divider": item.text}
        row: dict[str, Any] = {"value": item.value, "text": item.label}
        row["checked"] = item.value in chosen
        if item.hint:
            row["hint"] = {"text": item.hint}
        if item.reveals:
            row["conditional"] = {"html": escape(bound.form[item.reveals])}
        return row


class Radios(Ticked, forms.ChoiceField):
    """One answer of a few."""

    component = "radios"
    sentences = {"invalid_choice": "Choose one of the answers"}
    widget = forms.RadioSelect


class Checkboxes(Ticked, forms.MultipleChoiceField):
    """Any number of answers."""

    component = "checkboxes"
    sentences = {
        "invalid_choice": "Choose from the answers given",
        "invalid_list": "Choose from the answers given",
    }
    widget = forms.CheckboxSelectMultiple


class Tick(Drawn, forms.BooleanField):
    """One box to tick: its label is the whole sentence that is agreed to."""

    component = "checkboxes"

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, say_optional=False, **options)

    def params(self, bound: DrawnBoundField) -> dict[str, Any]:
        row: dict[str, Any] = {"value": "on", "text": self.label, "checked": bool(bound.value())}
        if self.hint:
            row["hint"] = {"text": self.hint}
        notes = {key: value for key, value in self.notes(bound).items() if key == "errorMessage"}
        return notes | {"name": bound.html_name, "idPrefix": bound.id, "items": [row]}
