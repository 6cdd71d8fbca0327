"""A file that somebody gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from scheduler.intake.files.limits import MIB, MOST_FILE_BYTES
from scheduler.web.access import DISTRICT, Viewer
from scheduler.web.accounts.models import Membership, Role
from scheduler.web.forms import MOST_FIGURES, PlaceForm
from scheduler.web.uploads.checking import ExportOptions, current_uploads
from scheduler.web.uploads.models import Upload, UploadState

MOST_IMPORTS = 20  # to choose from
KINDS = (".xlsx", ".xlsm", ".csv", ".zip", ".tsv", ".txt", ".text", ".ics")


class RowsChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in its stubs alone
    """One of some uploads, by its name and moment."""

    def label_from_instance(self, obj: Any) -> str:
        """The name of an upload, with its place and date."""
        place = f", {obj.place}" if obj.place else ""
        return f"{obj.name}{place}, {obj.uploaded_at.astimezone():%b %-d, %Y}"

    def to_python(self, value: Any) -> Any:
        """Refuse a number that is too long for any row."""
        if len(str(value)) > MOST_FIGURES:  # longer than any number of a row
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": str(value)[:20]})
        return super().to_python(value)


def imports_of(places: Sequence[str]) -> Iterable[Upload]:
    """The workbooks that were made of exports for some places and were confirmed, the latest first."""
    found = Upload.objects.filter(place__in=places, state__in=(UploadState.CURRENT, UploadState.REPLACED))
    return [upload for upload in found.defer("problems", "likely") if upload.extent.get("import")][:MOST_IMPORTS]


class UploadForm(PlaceForm):
    """A workbook, a .csv or a .zip, and the place it is of."""

    place = forms.ChoiceField(label="It is the file of", required=False)
    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # the reader says what is wrong with it, as with any other file
        max_length=255,
        help_text="A workbook (.xlsx), .csv files in a .zip, or an export of your student information system as it is; "
        f"{MOST_FILE_BYTES // MIB} MiB at most.",
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )

    # Of an export alone.
    term = forms.CharField(
        label="Term",
        required=False,
        max_length=100,
        help_text="As your student information system names it: Semester 1, S2. Blank: the term that holds today.",
        widget=forms.TextInput(attrs={"list": "terms", "autocomplete": "off"}),
    )
    since = RowsChoice(
        queryset=Upload.objects.none(),
        label="Keep what people added to",
        required=False,
        empty_label="nothing: start over",
        help_text="Programs, priorities, coaches, bell times, and the questions that were answered.",
    )
    map_of = RowsChoice(
        queryset=Upload.objects.none(),
        label="Columns as understood in",
        required=False,
        empty_label="nothing: find them again",
        help_text="What the sheet Map of that file says holds again, as it was corrected.",
    )
    map_file = forms.FileField(
        label="Or a Map that you have edited",
        required=False,
        max_length=255,
        help_text="The workbook of an earlier import, in which you have changed the sheet Map.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm"}),
    )

    OF_EXPORTS = ("term", "since", "map_of", "map_file")

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_of(viewer)
        self.offer(places)
        self.imports = list(imports_of(places))
        for name in ("since", "map_of"):
            field = self.fields[name]
            assert isinstance(field, RowsChoice)
            field.queryset = Upload.objects.filter(pk__in=[u.pk for u in self.imports])
        latest = next(iter(self.imports), None)
        if latest is not None:
            self.fields["map_of"].initial = latest.pk
            self.fields["since"].initial = latest.pk if latest.state == UploadState.CURRENT else None

    @property
    def usual(self) -> list[forms.BoundField]:
        """The fields of every file."""
        return [field for field in self.visible_fields() if field.name not in self.OF_EXPORTS]

    @property
    def of_exports(self) -> list[forms.BoundField]:
        """Those of an export alone; without an earlier import there is nothing to keep."""
        there = self.OF_EXPORTS if self.imports else ("term", "map_file")
        return [self[name] for name in there]

    @property
    def of_exports_wrong(self) -> bool:
        """Whether something is wrong with one of these."""
        return any(name in self.errors for name in self.OF_EXPORTS)

    @property
    def terms(self) -> list[str]:
        """The terms that the last import has named."""
        latest = next(iter(self.imports), None)
        return list(latest.extent["import"].get("terms", ())) if latest is not None else []

    def clean(self) -> dict[str, Any]:
        """Refuse an earlier upload of another place."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("since", "map_of"):
            upload = given.get(name)
            if upload is not None and upload.place != given.get("place"):
                self.add_error(name, "That is the file of another place.")
        return given

    def clean_map_file(self) -> UploadedFile[Any] | None:
        """Refuse a mapping that is too big."""
        file: UploadedFile[Any] | None = self.cleaned_data["map_file"]
        if file is not None and file.size is not None and file.size > MOST_FILE_BYTES:
            raise forms.ValidationError(f"The file is too big: at most {MOST_FILE_BYTES // MIB} MiB are read.")
        return file

    def import_options(self) -> ExportOptions:
        """How an export is to be read."""
        given = self.cleaned_data
        edited = given["map_file"].read() if given["map_file"] else b""
        return ExportOptions(given["term"].strip(), None if edited else given["map_of"], given["since"], edited)

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file that is too big."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is not None and file.size > MOST_FILE_BYTES:
            raise forms.ValidationError(f"The file is too big: at most {MOST_FILE_BYTES // MIB} MiB are read.")
        return file


def places_of(viewer: Viewer) -> list[str]:
    """The places for which this person may give a file."""
    if not viewer.is_planner:
        return list(viewer.sites)
    known: dict[str, None] = {}
    for upload in current_uploads():
        known |= dict.fromkeys([upload.place, *upload.extent.get("sites", {})])
    known |= dict.fromkeys(Membership.objects.filter(role=Role.SITE_ADMIN).values_list("place", flat=True))
    known.pop(DISTRICT, None)
    return [DISTRICT, *known]
