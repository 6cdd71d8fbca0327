"""Scenarios as people think of them: so many sections, a coach more, a rule off."""

from __future__ import annotations

from typing import Any

from django import forms

from scheduler.domain.instance import ALL_LEVELS
from scheduler.web.runs.forms import LIMITS, MOST_SEED, USUAL_LIMIT
from scheduler.web.scenarios.models import MOST_CHARACTERS_OF_NAME, Scenario

ROWS = 6  # changes that one scenario can have in the form; a file can have any number

# What people change: its words, and the row of the sheet Scenarios that it is; {} is where the value stands.
KINDS: dict[str, tuple[str, tuple[str, str, str]]] = {
    "sections": ("Sections funded of site", ("Set", "Sites", "sections funded")),
    "add": ("Another coach, at site", ("Add", "Coaches", "sites")),
    "remove": ("Without coach", ("Remove", "Coaches", "")),
    "most": ("Most release periods of coach", ("Set", "Coaches", "release max")),
    "least": ("Least release periods of coach", ("Set", "Coaches", "release min")),
    "level": ("Level of rule", ("Set", "Rules", "level")),
    "value": ("Value of rule", ("Set", "Rules", "value")),
}
WHO = {"add": "an id for the new coach", "level": "a rule", "value": "a rule", "sections": "a site"}


class ScenarioForm(forms.Form):
    """A name, and up to six changes: what, of whom, and to which value."""

    name = forms.CharField(label="Name", max_length=MOST_CHARACTERS_OF_NAME)

    def __init__(self, *args: Any, scenario: Scenario | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scenario = scenario
        kinds = [("", "no change"), *((key, words) for key, (words, _) in KINDS.items())]
        given = [_as_given(c) for c in scenario.changes] if scenario is not None else []
        for i in range(ROWS):
            kind, who, value = given[i] if i < len(given) else ("", "", "")
            self.fields[f"kind{i}"] = forms.ChoiceField(choices=kinds, required=False, initial=kind, label="Change")
            self.fields[f"who{i}"] = forms.CharField(
                required=False, max_length=200, initial=who, label="Of", widget=forms.TextInput(attrs={"list": "ids"})
            )
            self.fields[f"value{i}"] = forms.CharField(
                required=False, max_length=200, initial=value, label="To",
                widget=forms.TextInput(attrs={"list": "values"}),
            )  # fmt: skip
        if scenario is not None:
            self.fields["name"].initial = scenario.name

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each change."""
        return [[self[f"{part}{i}"] for part in ("kind", "who", "value")] for i in range(ROWS)]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        same = Scenario.objects.filter(name__iexact=name)
        if self.scenario is not None and self.scenario.pk is not None:
            same = same.exclude(pk=self.scenario.pk)
        if same.exists():
            raise forms.ValidationError("There is a scenario of this name already: give another.")
        if name.casefold() == "base":
            raise forms.ValidationError("Base is the file as it stands: give another name.")
        return name

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        changes = []
        for i in range(ROWS):
            kind, who, value = (str(given.get(f"{part}{i}") or "").strip() for part in ("kind", "who", "value"))
            if not kind:
                if who or value:
                    self.add_error(f"kind{i}", "Say what is changed.")
                continue
            change, sheet, column = KINDS[kind][1]
            if not who:
                self.add_error(f"who{i}", f"Write {WHO.get(kind, 'a coach')}.")
            elif not value and kind != "remove":
                self.add_error(f"value{i}", "Write the new value.")
            elif kind == "level" and value not in ALL_LEVELS:
                self.add_error(f"value{i}", f"Write one of {', '.join(ALL_LEVELS)}.")
            else:
                cell = "" if kind == "remove" else value
                changes.append({"change": change, "sheet": sheet, "row": who, "column": column, "value": cell})
        if not changes and not self.errors:
            self.add_error("kind0", "Make at least one change: without one it is Base.")
        given["changes"] = changes
        return given


class CompareForm(forms.Form):
    """Which scenarios are set side by side with Base."""

    scenarios = forms.ModelMultipleChoiceField(
        Scenario.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, label="Scenarios"
    )
    sheet_too = forms.BooleanField(
        required=False, label="Those of the sheet Scenarios in the file, too", widget=forms.CheckboxInput
    )
    title = forms.CharField(label="Name of the comparison", max_length=120)
    limit_seconds = forms.TypedChoiceField(label="At most", choices=LIMITS, coerce=int, initial=USUAL_LIMIT)
    seed = forms.IntegerField(label="Seed", min_value=0, max_value=MOST_SEED, initial=0)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("scenarios") and not given.get("sheet_too"):
            self.add_error("scenarios", "Choose at least one scenario.")
        return given


def words_of(change: dict[str, str]) -> str:
    """A change in words: "Sections funded of site LHS: 8"."""
    kind, who, value = _as_given(change)
    return f"{KINDS[kind][0]} {who}" + (f": {value}" if value else "") if kind != "add" else f"Coach {who} at {value}"


def _as_given(change: dict[str, str]) -> tuple[str, str, str]:
    made = (change["change"], change["sheet"], change["column"])
    kind = next(key for key, (_, row) in KINDS.items() if row == made)
    return kind, change["row"], change["value"]
