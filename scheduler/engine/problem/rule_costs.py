"""What a unit of a rule's shortfall costs, as one whole number: no amount of a lower level adds up to a higher one."""

from __future__ import annotations

from scheduler.domain.instance import Instance, Level

UNIT: dict[Level, int] = {"Required": 1 << 80, "Recommended": 1 << 40, "Option": 1, "Off": 0}


class RuleCosts:
    """The weights of the rules, looked up once for each site."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._found: dict[tuple[str, str, Level | None], int] = {}

    def of(self, rule: str, site: str, level: Level | None = None) -> int:
        """What one unit of a rule's shortfall costs at a site. `level` is the session's, for the rule of sessions.

        Parameters
        ----------
        rule
            the name of the rule
        site
            the site's id
        level
            the level of a session; None for every other rule
        """
        key = rule, site, level
        if key not in self._found:
            setting = self.instance.rule(rule, site)
            self._found[key] = UNIT[setting.level or level or "Off"] * setting.weight
        return self._found[key]

    def counts_somewhere(self, rule: str) -> bool:
        """Whether a shortfall of the rule costs anything at any site."""
        return any(self.of(rule, site) for site in self.instance.sites)

    def value(self, rule: str, site: str, own: int | None = None) -> int | None:
        """A limit: one's own, else the rule's.

        Parameters
        ----------
        rule
            the name of the rule
        site
            the site's id
        own
            the limit of a coach or teacher, None where there is none
        """
        return self.instance.rule(rule, site).value if own is None else own


def half_hours(minutes: int) -> int:
    """How many half hours are begun by so many minutes; none where there are fewer than none."""
    return -(-max(0, minutes) // 30)
