"""Scenarios as people think of them: so many sections, a coach more, a rule off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from scheduler.domain.instance import ALL_LEVELS
from scheduler.intake.files.limits import MIB, MOST_FILE_BYTES
from scheduler.web.access import DISTRICT, Viewer, scenarios_for
from scheduler.web.forms import PlaceForm, RowsField
from scheduler.web.runs import queue
from scheduler.web.runs.forms import MOST_SEED, USUAL_LIMIT, joint_words, limits, too_many_words
from scheduler.web.scenarios.models import MOST_CHARACTERS_OF_NAME, Scenario
from scheduler.web.uploads.coach_sharing import coaches_of, shares_coaches_with

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
WORKBOOKS = (".xlsx", ".xlsm")
SCENARIO_LIMITS = ((30, "30 seconds"), (60, "1 minute"), (300, "5 minutes"), (1800, "30 minutes"))
USUAL_SCENARIO_LIMIT = 60
WHO = {"add": "an id for the new coach", "level": "a rule", "value": "a rule", "sections": "a site"}


class NamedForm(PlaceForm):
    """A name that no other scenario of the place has."""

    place = forms.ChoiceField(label="Of", required=False)
    name = forms.CharField(label="Name", max_length=MOST_CHARACTERS_OF_NAME)

    def __init__(self, viewer: Viewer, *args: Any, scenario: Scenario | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scenario = scenario
        self.offer([DISTRICT] if viewer.is_planner else viewer.sites)
        if scenario is not None:
            self.offer([scenario.place])  # it stays where it is: comparisons of that place have it
            self.fields["name"].initial = scenario.name

    def clean_name(self) -> str:
        """Refuse a name that another scenario of the place has."""
        name: str = self.cleaned_data["name"].strip()
        same = Scenario.objects.filter(name__iexact=name, place=self.cleaned_data.get("place", ""))
        if self.scenario is not None and self.scenario.pk is not None:
            same = same.exclude(pk=self.scenario.pk)
        if same.exists():
            raise forms.ValidationError("There is a scenario of this name already: choose another name.")
        if name.casefold() == "base":
            raise forms.ValidationError("Base is the file as it stands: choose another name.")
        return name


class WorkbookForm(NamedForm):
    """A name, and a workbook that is the whole input of the scenario."""

    file = forms.FileField(
        label="Workbook",
        allow_empty_file=True,  # the reader says what is wrong with it, as with any other file
        max_length=255,
        help_text="The whole input with everything that is different in it. "
        "It is checked like any file, and nothing of it counts but in comparisons.",
        widget=forms.FileInput(attrs={"accept": ",".join(WORKBOOKS)}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.scenario is not None:
            self.fields["file"].required = False
            self.fields["file"].help_text = "Leave it empty to keep the workbook that it has."
        elif DISTRICT not in self.places:
            self.fields["file"].help_text = (
                "Your site's sheets Teachers and Master schedule with everything that is different in them. It is "
                "checked like any file, and nothing of it counts but in comparisons."
            )

    def clean_file(self) -> UploadedFile[Any] | None:
        """Refuse a file that is no workbook, or is too big."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if not str(file.name).casefold().endswith(WORKBOOKS):
            raise forms.ValidationError("Choose a workbook (.xlsx).")
        if file.size is not None and file.size > MOST_FILE_BYTES:
            raise forms.ValidationError(f"The file is too big: at most {MOST_FILE_BYTES // MIB} MiB are read.")
        return file


class ScenarioForm(NamedForm):
    """A name, and up to six changes: what, of whom, and to which value."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scenario = self.scenario
        kinds = [("", "no change"), *((key, words) for key, (words, _) in KINDS.items())]
        changes = scenario.changes if scenario is not None else []
        given = [found for c in changes if (found := _as_given(c)) is not None]
        known = [c for c in changes if _as_given(c) is not None]
        # Of a fix: more than the form has words or rows for. They stay as they are.
        self.others = [c for c in changes if _as_given(c) is None] + known[ROWS:]
        for i in range(ROWS):
            kind, who, value = given[i] if i < len(given) else ("", "", "")
            self.fields[f"kind{i}"] = forms.ChoiceField(choices=kinds, required=False, initial=kind, label="Change")
            self.fields[f"who{i}"] = forms.CharField(
                required=False, max_length=200, initial=who, label="Of", widget=forms.TextInput(attrs={"list": "ids"})
            )
            self.fields[f"value{i}"] = forms.CharField(
                required=False,
                max_length=200,
                initial=value,
                label="To",
                widget=forms.TextInput(attrs={"list": "values"}),
            )

    @property
    def kept(self) -> list[str]:
        """Changes that the form has no words for."""
        return [words_of(c) for c in self.others]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each change."""
        return [[self[f"{part}{i}"] for part in ("kind", "who", "value")] for i in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        """Make the changes of the rows that are filled in."""
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
            elif elsewhere := _elsewhere(given.get("place", ""), kind, who, value):
                self.add_error(f"who{i}", elsewhere)
            elif kind == "level" and value not in ALL_LEVELS:
                self.add_error(f"value{i}", f"Write one of {', '.join(ALL_LEVELS)}.")
            else:
                cell = "" if kind == "remove" else value
                changes.append({"change": change, "sheet": sheet, "row": who, "column": column, "value": cell})
        changes += self.others
        if not changes and not self.errors:
            self.add_error("kind0", "Make at least one change: without one it is Base.")
        given["changes"] = changes
        return given


def _elsewhere(place: str, kind: str, who: str, value: str) -> str:
    """Why a change is not one of the site whose scenario it is; "" where it is, and for the district's."""
    if not place:
        return ""
    if (kind == "sections" and who != place) or (kind == "add" and value != place):
        return f"This is a scenario of {place}: change {place} alone, or ask the district planner."
    if kind in ("level", "value") and (of := who.partition("/")[2].strip()) and of != place:
        return f"This is a scenario of {place}: change the rule there alone, or ask the district planner."
    if kind in ("remove", "most", "least") and who not in coaches_of(place):
        return f"No coach of {place} has this id. Coaches who are at home elsewhere are the district planner's."
    return ""


class CompareForm(forms.Form):
    """Which scenarios are set side by side with Base."""

    scenarios = RowsField(
        Scenario.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Scenarios"
    )
    sheet_too = forms.BooleanField(
        required=False, label="Those of the sheet Scenarios in the file, too", widget=forms.CheckboxInput
    )
    title = forms.CharField(label="Name of the comparison", max_length=120)
    scenario_seconds = forms.TypedChoiceField(
        label="Each scenario at most",
        choices=SCENARIO_LIMITS,
        coerce=int,
        initial=USUAL_SCENARIO_LIMIT,
        help_text="One that is hard to prove ends with its best plan then. In a district: each school, or schools that "
        "share coaches.",
    )
    limit_seconds = forms.TypedChoiceField(label="All of it at most", choices=limits, coerce=int, initial=USUAL_LIMIT)
    seed = forms.IntegerField(label="Seed", min_value=0, max_value=MOST_SEED, initial=0)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        field = self.fields["scenarios"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = scenarios_for(viewer)
        if not viewer.is_planner:
            del self.fields["sheet_too"]  # those of the district's sheet are the planner's

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice, and two scenarios of the same name."""
        given: dict[str, Any] = super().clean() or {}
        chosen = list(given.get("scenarios") or ())
        names = [s.name.casefold() for s in chosen]
        places = {s.place for s in chosen}
        given["place"] = DISTRICT if self.viewer.is_planner or not places else min(places)
        if not chosen and not given.get("sheet_too"):
            self.add_error("scenarios", "Choose at least one scenario.")
        elif len(set(names)) < len(names):
            self.add_error("scenarios", "Two of these have the same name. Rename one of them.")
        elif not self.viewer.is_planner and len(places) > 1:
            self.add_error("scenarios", "These are of several sites. Choose scenarios of one site.")
        elif given["place"] and (others := shares_coaches_with(given["place"])):
            self.add_error("scenarios", joint_words(given["place"], others, self.viewer))
        if not queue.may_ask(self.viewer.user):
            self.add_error(None, too_many_words())
        return given


def words_of(change: dict[str, str]) -> str:
    """A change in words: "Sections funded of site LHS: 8"."""
    given = _as_given(change)
    if given is None:
        what = " ".join(filter(None, (change["change"], change["sheet"], change["row"], change["column"])))
        return what + (f": {change['value']}" if change["value"] else "")
    kind, who, value = given
    return f"{KINDS[kind][0]} {who}" + (f": {value}" if value else "") if kind != "add" else f"Coach {who} at {value}"


def _as_given(change: dict[str, str]) -> tuple[str, str, str] | None:
    """A change as the form has it; None where it has no such kind."""
    made = (change["change"], change["sheet"], change["column"])
    kind = next((key for key, (_, row) in KINDS.items() if row == made), None)
    return None if kind is None else (kind, change["row"], change["value"])
