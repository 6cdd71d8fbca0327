"""What the current files say of a site's coaches: who is at home there, and with whom it shares them."""

from __future__ import annotations

from typing import Any

from scheduler.web.uploads.checking import current_uploads
from scheduler.web.uploads.models import Upload


def coaches_of(place: str) -> list[str]:
    """The coaches who are at home at a site."""
    return [coach for coach, home in _latest_extent().get("homes", {}).items() if home == place]


def shares_coaches_with(place: str) -> list[str]:
    """The sites that are planned together with this one."""
    return [s for sites in _latest_extent().get("together", ()) if place in sites for s in sites if s != place]


def _latest_extent() -> dict[str, Any]:
    """What the file that was read last came to, together with the others that were current then."""
    current: list[Upload] = [u for u in current_uploads() if u.extent.get("sites")]
    return max(current, key=lambda u: u.pk).extent if current else {}
