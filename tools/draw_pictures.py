"""Draw the pictures of a terminal that the README shows: docs/pictures/*.svg.

python tools/draw_pictures.py

Each is what the program says on a terminal, typed in an account made for it from examples/acme.toml. The pictures load
no fonts from anywhere. Needs a system with pseudo-terminals.
"""

from __future__ import annotations

import os
import pty
import re
import shlex
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 112
LAID_OUT = (
    "bootstrap examples/acme.toml",
    "user create eli --path /eng/ --group Finance",
)
SHOWN = {
    "compare": (
        "user copy-permissions bob eli --replace --yes",
        "compare eli@3 eli --action 's3:*' --action 'iam:*'",
    ),
}
"""Pictures, and what is typed in each."""


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    for name, commands in SHOWN.items():
        with tempfile.TemporaryDirectory(prefix="iamctl-") as home:
            for each in LAID_OUT:
                _said(each, Path(home))
            typed = "".join(f"\x1b[1m$ iamctl {each}\x1b[0m\n{_said(each, Path(home))}" for each in commands)
        (PICTURES / f"{name}.svg").write_text(picture(typed), "utf-8")
    return 0


def picture(typed: str) -> str:
    """The text, with its colours, as an SVG."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(typed), soft_wrap=False)
        plain = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
        drawn = console.export_svg(title="iamctl", theme=MONOKAI, code_format=plain, unique_id="iamctl")
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"


def _said(command: str, home: Path) -> str:
    """What a command says on a terminal of its own; nothing of the caller's settings is seen by it."""
    environment = {"HOME": str(home), "IAMCTL_HOME": str(home / "iamctl"), "PYTHONPATH": str(ROOT)}
    environment |= {"PATH": os.defpath, "TERM": "xterm-256color", "COLUMNS": str(WIDTH), "LANG": "C.UTF-8"}
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        words = [sys.executable, "-m", "iamctl", *shlex.split(command)]
        os.execve(sys.executable, words, environment)
    said = bytearray()
    while block := _read(terminal):
        said += block
    os.close(terminal)
    os.waitpid(pid, 0)
    return said.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so where the other end is closed
        return b""


if __name__ == "__main__":
    sys.exit(main())
