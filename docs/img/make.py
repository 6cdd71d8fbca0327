"""Draws the README's picture: a coach's week of reports/avuhsd, as LibreOffice prints it.

    python -m docs.img.make

Needs `soffice` (LibreOffice Calc), `pdftotext` and `pdftoppm` (poppler-utils) on the PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "reports" / "avuhsd" / "plan.xlsx"
PICTURE = Path(__file__).with_name("coach-week.png")
COACH = "Ramona Whitfield"
DOTS_PER_INCH = 110


def make() -> None:
    """Print the plan to a PDF, find the coach's first cycle in it, and write that page as a picture."""
    missing = [tool for tool in ("soffice", "pdftotext", "pdftoppm") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"docs.img.make needs {', '.join(missing)}: sudo apt-get install -y libreoffice-calc poppler-utils")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(PLAN),
            ],
            check=True,
            capture_output=True,
        )
        pdf = Path(folder) / "plan.pdf"
        page = _page_of_week(pdf)
        subprocess.run(
            [
                "pdftoppm",
                "-png",
                "-singlefile",
                "-r",
                str(DOTS_PER_INCH),
                "-f",
                str(page),
                "-l",
                str(page),
                str(pdf),
                str(PICTURE.with_suffix("")),
            ],
            check=True,
        )


def _page_of_week(pdf: Path) -> int:
    """The number of the first page that shows the coach's week in cycle 1."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    for number, page in enumerate(text.split("\f"), start=1):
        if f"{COACH} (JR-C1): cycle 1 of" in page:
            return number
    sys.exit(f"no page of {PLAN} shows a week of {COACH}")


if __name__ == "__main__":
    make()
