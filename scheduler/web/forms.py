"""What the forms of several pages have in common."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms


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
        place: str = self.cleaned_data["place"]
        if len(self.places) == 1 and self.add_prefix("place") not in self.data:
            place = self.places[0]
        if place not in self.places:
            raise forms.ValidationError("Choose one of the places.")
        return place
