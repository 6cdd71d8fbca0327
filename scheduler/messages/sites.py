"""A site's own file, in words that tell nothing of what is in others."""

from __future__ import annotations

from scheduler.domain.message import Message

OTHER_FILES_DO_NOT_FIT = Message(
    "does-not-fit",
    "error",
    "this file and something in the district's other files do not fit together.",
    "Ask the district planner, who can see where.",
)
NO_SUCH_SITE = Message(
    "no-such-site", "error", 'the district has no site "{site}" yet.', "Ask the district planner to add it."
)
CANNOT_BE_USED = Message(
    "in-another-file",
    "error",
    '"{text}" cannot be used beside the district\'s other files.',
    "Write ids that begin with the site's own letters, or ask the district planner.",
)
CANNOT_BE_USED_AT_ALL = Message(
    "in-another-file",
    "error",
    "this cannot be used together with the district's other files.",
    "Write ids that begin with the site's own letters, or ask the district planner.",
)
