"""Write the tables of attacks into docs/federation.md: each is run, and its row says what was answered.

python tools/attack_table.py            write them
python tools/attack_table.py --check    say whether they differ, and fail if they do

It needs what the tests need. Between `<!-- attacks -->` and `<!-- /attacks -->` everything is generated.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tools")]

import attacks_in_saml  # noqa: E402
import attacks_in_tokens  # noqa: E402
import attacks_on_doors  # noqa: E402
from attack_answers import Row  # noqa: E402

PAGE = ROOT / "docs" / "federation.md"
BEGIN, END = "<!-- attacks -->\n", "<!-- /attacks -->\n"


def tables() -> str:
    """The three tables, Markdown."""
    return "\n".join(
        [
            "### By a SAML response\n",
            _table(("attack", "answer", "AWS's sentence", "told besides"), attacks_in_saml.rows()),
            "### By a web identity token\n",
            _table(("attack", "answer", "AWS's sentence", "told besides"), attacks_in_tokens.rows()),
            "### On the metadata service of an instance, and a container's door\n",
            _table(("attack", "answer"), attacks_on_doors.rows()),
        ]
    )


def filled(page: str) -> str:
    """The page with the tables as they are today."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE.name} has no place for the tables: {BEGIN.strip()} … {END.strip()}")
    return f"{head}{BEGIN}{tables()}{END}{tail}"


def _table(heads: tuple[str, ...], rows: Iterable[Row]) -> str:
    lines = [heads, ("---",) * len(heads), *(row[: len(heads)] for row in rows)]
    return "".join(f"| {' | '.join(_cell(each) for each in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


def main(words: list[str]) -> int:
    if words not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    before = PAGE.read_text("utf-8")
    after = filled(before)
    if before == after:
        return 0
    if words:
        sys.stdout.write(f"docs/{PAGE.name} differs; run python tools/attack_table.py\n")
        return 1
    PAGE.write_text(after, "utf-8")
    sys.stdout.write(f"docs/{PAGE.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
