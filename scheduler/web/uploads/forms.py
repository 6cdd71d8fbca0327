"""A file that somebody gives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from scheduler.intake.limits import MIB, MOST_FILE_BYTES
from scheduler.web.access import DISTRICT, Viewer
from scheduler.web.accounts.models import Membership, Role
from scheduler.web.forms import PlaceForm
from scheduler.web.uploads.checking import current_uploads

KINDS = (".xlsx", ".xlsm", ".csv", ".zip", ".tsv", ".txt", ".text", ".ics")


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

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(places_of(viewer))

    def clean_file(self) -> UploadedFile[Any]:
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
