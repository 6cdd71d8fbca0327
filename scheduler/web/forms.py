"""What the forms of several pages have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

MOST_FIGURES = 18  # of a number that every database holds


class PlaceForm(forms.Form):
    """A form about one of some places: a site, or "" for the district. A single place is not asked for.

    Who derives from it has a field `place`, and offers the places when it is made.
    """

    def offer(self, places: Sequence[str]) -> None:
        """The places to choose from."""
        self.places = list(places)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(p, p or "The whole district") for p in self.places]
        if len(self.places) == 1:
            field.widget = forms.HiddenInput()
            field.initial = self.places[0]

    def clean_place(self) -> str:
        """Refuse a place that the person may not plan for."""
        place: str = self.cleaned_data["place"]
        if len(self.places) == 1 and self.add_prefix("place") not in self.data:
            place = self.places[0]
        if place not in self.places:
            raise forms.ValidationError("Choose one of the places.")
        return place


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in its stubs alone
    """Some rows of a table, by their numbers; one that is too long for any database is no row of it."""

    def clean(self, value: Any) -> Any:
        """Refuse a number that is too long for any row."""
        for one in value or ():
            if len(str(one)) > MOST_FIGURES:
                raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": str(one)[:20]})
        return super().clean(value)
