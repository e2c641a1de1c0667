"""Write what follows from the command tree: completions/, man/ and docs/commands.md.

python tools/generate_reference.py            write them
python tools/generate_reference.py --check    say which differ, and fail if any does
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from command_reference import reference  # noqa: E402
from man_pages import all_pages  # noqa: E402

from iamctl.cli.completion.shells import SHELLS, script_of  # noqa: E402

FOLDERS = ("completions", "man")


def texts() -> dict[str, str]:
    """Every generated file, relative to the repository, with its text."""
    scripts = {f"completions/{shell.file}": script_of(name) for name, shell in SHELLS.items()}
    man = {f"man/{name}": text for name, text in all_pages().items()}
    return scripts | man | {"docs/commands.md": reference()}


def differing(root: Path, wanted: dict[str, str]) -> list[str]:
    """Files that are not as they are generated, and files beside them that nothing generates; sorted."""
    there = {path.relative_to(root).as_posix() for folder in FOLDERS for path in (root / folder).glob("*")}
    return sorted({path for path, text in wanted.items() if _text(root / path) != text} | (there - wanted.keys()))


def main(words: list[str]) -> int:
    if words not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    wanted = texts()
    stale = differing(ROOT, wanted)
    if words:
        sys.stdout.write("".join(f"{path} differs; run python tools/generate_reference.py\n" for path in stale))
        return 1 if stale else 0
    for path in stale:
        if path in wanted:
            (ROOT / path).parent.mkdir(exist_ok=True)
            (ROOT / path).write_text(wanted[path], "utf-8")
        else:
            (ROOT / path).unlink()
        sys.stdout.write(f"{path}\n")
    return 0


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
