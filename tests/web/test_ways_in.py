"""Who is asked who people are, as the environment says it; what makes no sense there is named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from scheduler.web.accounts.providers import KNOWN, PREFIX, ways_in

ROOT = Path(__file__).parents[2]

GOOGLE = {"COACH_OIDC_GOOGLE_ID": "1", "COACH_OIDC_GOOGLE_SECRET": "2"}
TENANT = "12345678-90AB-cdef-1234-567890abcdef"


def test_the_environment_names_google_and_microsoft() -> None:
    found = ways_in(
        {
            **GOOGLE,
            "COACH_OIDC_MICROSOFT_ID": "3",
            "COACH_OIDC_MICROSOFT_SECRET": "hush",
            "COACH_OIDC_MICROSOFT_TENANT": TENANT,
            "PATH": "/bin",
        }
    )
    assert {p.key: (p.name, p.issuer, p.verified) for p in found.providers.values()} == {
        "google": ("Google", "https://accounts.google.com", "email_verified"),
        "microsoft": ("Microsoft", f"https://login.microsoftonline.com/{TENANT.lower()}/v2.0", "xms_edov"),
    }
    assert found.password
    assert found.names == "Google or Microsoft"
    assert "hush" not in repr(found.providers["microsoft"]), "a secret is not shown"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"COACH_OIDC_GOOGLE_ID": "1"}, "COACH_OIDC_GOOGLE_SECRET must be set, too, to sign in with Google"),
        ({**GOOGLE, "COACH_OIDC_GOOGLE_KEY": "1"}, "COACH_OIDC_GOOGLE_KEY is not known; these are: COACH_"),
        ({**GOOGLE, "COACH_OIDC_ONLY": "perhaps"}, "COACH_OIDC_ONLY is 'perhaps': write yes or no"),
        ({"COACH_OIDC_ONLY": "yes"}, "COACH_OIDC_ONLY is set, but nobody to sign in with: set COACH_OIDC_GOOGLE_ID"),
        (
            {
                "COACH_OIDC_MICROSOFT_ID": "1",
                "COACH_OIDC_MICROSOFT_SECRET": "2",
                "COACH_OIDC_MICROSOFT_TENANT": "common",
            },
            "COACH_OIDC_MICROSOFT_TENANT is 'common': write the Directory (tenant) ID of the district",
        ),
        (
            {
                "COACH_OIDC_OTHER_ID": "1",
                "COACH_OIDC_OTHER_SECRET": "2",
                "COACH_OIDC_OTHER_NAME": "X",
                "COACH_OIDC_OTHER_ISSUER": "http://id.example.org",
            },
            "COACH_OIDC_OTHER_ISSUER is 'http://id.example.org': it must begin with https://",
        ),
    ],
)
def test_an_environment_that_makes_no_sense_is_refused(given: dict[str, str], text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        ways_in(given)
    assert str(refusal.value).startswith(text)


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["worker"]])
def test_a_server_does_not_start_in_such_an_environment(tmp_path: Path, command: list[str]) -> None:
    env = {**os.environ, "COACH_DATA": str(tmp_path), "COACH_OIDC_GOOGLE_ID": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "scheduler", *command], env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "Error: COACH_OIDC_GOOGLE_SECRET must be set, too, to sign in with Google\n"


def test_the_page_of_the_docs_names_every_variable_and_no_other() -> None:
    page = (ROOT / "docs" / "how-to-sign-in-with-google-or-microsoft.md").read_text(encoding="utf-8")
    assert set(re.findall(r"COACH_OIDC_[A-Z_]+", page)) == {PREFIX + name for name in KNOWN}
    for key in ("google", "microsoft", "other"):
        assert f"https://coaching.example.org{reverse('sign-in-back', args=[key])}" in page
