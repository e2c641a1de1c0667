"""The page on federation says what attacks are answered today."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

for package in ("signxml", "joserfc", "uvicorn"):
    pytest.importorskip(package)
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "federation.md"
HARMLESS = re.compile(r"\| (?:none: |.*: as AWS |a response that comes a first time)")


def rows() -> list[list[str]]:
    """The tables' rows, without their heads."""
    _, _, generated = PAGE.read_text("utf-8").partition("<!-- attacks -->")
    lines = [
        line for line in generated.splitlines() if line.startswith("| ") and not line.startswith(("| attack", "| ---"))
    ]
    return [line.strip("|").split(" | ") for line in lines]


def test_the_page_says_what_is_answered_today() -> None:
    ran = subprocess.run([sys.executable, "tools/attack_table.py", "--check"], cwd=ROOT, capture_output=True, text=True)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_page_that_differs_is_told_and_written_anew(tmp_path: Path) -> None:
    written = tmp_path / PAGE.name
    written.write_text(PAGE.read_text("utf-8").replace("| InvalidIdentityToken |", "| taken |", 1))
    program = "import sys; sys.path.insert(0, 'tools'); import attack_table as table; from pathlib import Path\n"
    program += f"table.PAGE = Path({str(written)!r}); sys.exit(table.main(sys.argv[1:]))"
    command = [sys.executable, "-c", program]

    checked = subprocess.run([*command, "--check"], cwd=ROOT, capture_output=True, text=True)
    anew = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    told = "docs/federation.md differs; run python tools/attack_table.py\n"
    assert (checked.returncode, checked.stdout) == (1, told), checked.stderr
    assert (anew.returncode, anew.stdout) == (0, "docs/federation.md\n"), anew.stderr
    assert written.read_text("utf-8") == PAGE.read_text("utf-8")


def test_no_attack_of_the_page_was_taken() -> None:
    assert len(rows()) > 90
    for row in rows():
        is_harmless = HARMLESS.match(f"| {row[0].strip()} ") is not None
        was_taken = row[1].strip() in ("taken", "200 OK")

        assert was_taken == is_harmless, row


@pytest.mark.parametrize(
    "attack",
    [
        *(f"XSW{number}: " for number in range(1, 9)),
        *("a comment in", "a DTD: expansion", "a DTD: a URL", "an external reference", "SHA-1", "algorithm swap"),
        *("an unsigned assertion in a signed response", "a false signature of the response", "another provider's key"),
        *("comes a second time: a strict provider", "a wrong audience: a strict provider", "alg 'none'", "HS256 with"),
        *(
            "(jwk)",
            "(jku)",
            "(x5u)",
            '"crit"',
            "a kid that",
            "a wrong aud ",
            "expired",
            "not valid yet",
            "stands twice",
        ),
        *("10 MB", "JSON 7,000", "X-Forwarded-For", "(Host)", "version 1", "a token that is none", "another method"),
    ],
)
def test_the_page_has_the_attacks_that_are_known_best(attack: str) -> None:
    assert any(attack in f"{row[0].strip()} " for row in rows())
