"""Which terminal this is: a name that no other terminal has, now or later.

It is made of the controlling terminal, the session of processes that it controls, when the leader of that session
began, and which boot of the machine that was: each of them alone comes back.

Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def terminal_identity() -> str | None:
    """Letters, digits and dashes; None where there is no terminal, or it cannot be told from others."""
    if sys.platform.startswith("linux"):
        return _of_linux()
    if os.name == "posix":
        return _of_posix()
    return None


def _of_linux() -> str | None:
    try:
        own = _stat_fields("self")
        session, terminal = int(own[3]), int(own[4])
        if not terminal or session <= 0:
            return None
        leader = _stat_fields(str(session))
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError, IndexError):
        return None
    if int(leader[4]) != terminal:
        return None
    return f"{terminal}-{session}-{leader[19]}-{boot}"


def _stat_fields(process: str) -> list[str]:
    """The fields of a process's `stat` from the third on, its state: its name may hold anything, brackets too."""
    return Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()


def _of_posix() -> str | None:
    import re
    import subprocess  # without /proc only `ps` knows, and only who has logins asks it

    try:
        session = os.getsid(0)
        ask = ["ps", "-o", "tty=,lstart=", "-p", str(session)]
        said = subprocess.run(ask, capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": os.defpath})
    except (OSError, subprocess.SubprocessError):
        return None
    terminal, _, start = said.stdout.strip().partition(" ")
    if not start.strip() or terminal.strip("?-") == "":
        return None
    return re.sub(r"[^A-Za-z0-9]+", "-", f"{terminal}-{session}-{start.strip()}")
