"""QR codes for the camera of a telephone, drawn in a terminal."""

from __future__ import annotations

import io
import sys


def render_qr_code(text: str) -> str | None:
    """The code, half a line a module, with a newline at its end; None where the terminal lacks the characters."""
    import segno  # 15 ms that only a new device pays

    drawn = io.StringIO()
    segno.make_qr(text, error="l").terminal(out=drawn, border=2, compact=True)
    code = drawn.getvalue()
    try:
        code.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return None
    return code
