"""The registry says of every rule what the contract's table says, and is quick to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scheduler.domain.instance import ALL_LEVELS
from scheduler.rules import RULES

ROOT = Path(__file__).parents[2]
TABLE = [  # rule, default level, default value
    ("Sessions", None, None),
    ("Every teacher has a coach", "Required", None),
    ("Every teacher can meet the coach", "Required", None),
    ("All periods covered", "Required", None),
    ("Sections funded", "Required", None),
    ("Coaching periods per coach", "Required", 2),
    ("Coaches per site", "Recommended", 2),
    ("Flex time", "Recommended", 1),
    ("Common planning", "Option", 1),
    ("Grade match", "Option", None),
    ("Content match", "Option", None),
    ("Caseload maximum", "Required", None),
    ("Caseload balance", "Option", 2),
    ("Requested coach", "Recommended", None),
    ("Avoided coach", "Required", None),
    ("Keep last coach", "Option", None),
    ("Avoided periods", "Option", None),
    ("Sessions per day", "Recommended", 8),
    ("Prep minutes used", "Recommended", None),
    ("One session a day", "Option", None),
    ("Weekly coaching time", "Off", 360),
    ("Teachers coached weekly", "Off", 4),
    ("One site a day", "Recommended", None),
    ("Priority sections", "Option", None),
    ("Even cycles", "Option", 120),
]


def test_the_rules_have_the_names_levels_and_values_of_the_contract_in_its_order():
    assert [(r.name, r.level, r.value) for r in RULES.values()] == TABLE
    assert list(RULES) == [r.name for r in RULES.values()]


def test_every_rule_says_in_one_sentence_what_holds_and_who_asks_for_it():
    for rule in RULES.values():
        assert rule.holds.endswith("."), rule.name
        assert rule.holds.count(".") == 1, rule.name
        assert rule.counts, rule.name
        assert rule.source, rule.name
        assert rule.level is None or rule.level in ALL_LEVELS


def test_a_rule_with_a_value_has_a_unit():
    assert [r.name for r in RULES.values() if r.value is not None and not r.unit] == []


def test_every_rule_is_one_module_with_its_own_test():
    modules = {Path(sys.modules[r.measure.__module__].__file__ or "").stem for r in RULES.values()}
    assert len(modules) == len(RULES)
    tested = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert modules <= tested


def test_importing_the_rules_loads_no_library():
    code = (
        "import sys; import scheduler.rules;"
        "print([m for m in ('ortools', 'pandas', 'numpy', 'openpyxl', 'xlsxwriter') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
