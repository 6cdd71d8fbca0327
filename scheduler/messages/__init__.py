"""The catalogue: every problem that can be reported, once, with its code, its level, its text and its fix. `CATALOGUE`
has them all, by the part of an input that they are about."""

from __future__ import annotations

from types import ModuleType

from scheduler.domain.message import Message
from scheduler.messages import (
    bells,
    cells,
    dates,
    files,
    imports,
    people,
    pins,
    planning,
    plans,
    programs,
    scenarios,
    schedule,
    settings,
    sites,
    tables,
)

PARTS: tuple[ModuleType, ...] = (
    files,
    tables,
    cells,
    settings,
    bells,
    people,
    schedule,
    programs,
    dates,
    pins,
    scenarios,
    sites,
    planning,
    plans,
    imports,
)


def messages_of(part: ModuleType) -> dict[str, Message]:
    """The messages of a part, by their names."""
    return {name: value for name, value in vars(part).items() if isinstance(value, Message)}


CATALOGUE: dict[str, Message] = {
    f"{part.__name__.rpartition('.')[2]}.{name}": message
    for part in PARTS
    for name, message in messages_of(part).items()
}
