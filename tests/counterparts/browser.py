"""A real browser without a window: Chromium, led by its DevTools protocol over two pipes, in which a test signs in.

What is done is what a person does: an address is opened, fields are clicked and typed into, buttons and links clicked.
The page's own scripts, cookies, redirects and policies (CSP, mixed forms) are the browser's.

The browser reaches 127.0.0.1 alone, and of certificates that it does not know it takes those that it is told of.
Where there is no Chromium whoever asks is skipped (`apt-get install chromium`).

Source: https://chromedevtools.github.io/devtools-protocol/ (Target, Page, Runtime, Input); the pipe is
`--remote-debugging-pipe`: file 3 is read, file 4 written, each message ends with a zero byte.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_SECONDS = 30
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)
# The pipe's ends have to be files 3 and 4, whatever their numbers are here.
_LAUNCHER = """import os, sys
os.dup2(int(sys.argv[1]), 3), os.dup2(int(sys.argv[2]), 4)
os.execvp(sys.argv[3], sys.argv[3:])"""
_PLACE = """(() => {
  const found = document.readyState === "complete" ? document.querySelector(%s) : null
  if (found === null) return null
  found.scrollIntoView({ block: "center", behavior: "instant" })
  const { left, top, width, height } = found.getBoundingClientRect()
  return width && height ? [left + width / 2, top + height / 2] : null
})()"""
_SAID = 'document.readyState === "complete" && document.body.innerText.includes(%s) ? document.body.innerText : null'


class _Gone(Exception):
    """The page that was asked is being left."""


class Browser:
    """A browser with one page.

    Every wait ends with an AssertionError after 30 seconds, which says what the page shows.
    """

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._rest = b""
        self._number = 0
        self._loads = 0
        self._session: str | None = None
        page = next(each for each in self._ask("Target.getTargets")["targetInfos"] if each["type"] == "page")
        attached = self._ask("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = attached["sessionId"]
        self._ask("Page.enable")

    @property
    def url(self) -> str:
        return str(self._value("location.href"))

    def open(self, url: str) -> None:
        failed = self._ask("Page.navigate", url=url).get("errorText")
        assert failed is None, f"{url}: {failed}"

    def click(self, selector: str) -> None:
        """Where the first such element of a page that has loaded is; the wait for it may cross pages."""
        x, y = self._until(_PLACE % json.dumps(selector), selector)
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self._ask("Input.dispatchMouseEvent", type="mousePressed", **at)
        self._ask("Input.dispatchMouseEvent", type="mouseReleased", **at)

    def fill(self, selector: str, text: str) -> None:
        """Click into a field, and type over what is in it."""
        self.click(selector)
        self._ask("Runtime.evaluate", expression="document.activeElement.select()")
        self._ask("Input.insertText", text=text)

    def read(self, sentence: str) -> str:
        """The text of the page that shows this sentence."""
        return str(self._until(_SAID % json.dumps(sentence), sentence))

    def close(self) -> None:
        self._session = None
        self._ask("Browser.close")

    def _until(self, expression: str, wanted: str) -> Any:
        """What the expression comes to on the first page on which it is not null: it is asked again at each load."""
        end = time.monotonic() + _SECONDS
        while True:
            loads = self._loads
            try:
                if (value := self._value(expression)) is not None:
                    return value
            except _Gone:
                pass
            while self._loads == loads:
                if not self._readable(end):
                    shown = self._value("location.href + '\\n' + document.body.innerText")
                    raise AssertionError(f"there is no {wanted} at {shown}")
                self._next(end)

    def _value(self, expression: str) -> Any:
        answer = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise _Gone(answer["exceptionDetails"])
        return answer["result"].get("value")

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        said = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            said["sessionId"] = self._session
        os.write(self._to, json.dumps(said).encode() + b"\0")
        end = time.monotonic() + _SECONDS
        while (answer := self._next(end)).get("id") != self._number:
            pass
        if "error" in answer:
            raise _Gone(f"{method}: {answer['error']}")
        return dict(answer["result"])

    def _next(self, end: float) -> dict[str, Any]:
        """The next message: an answer, or what happened meanwhile."""
        while b"\0" not in self._rest:
            assert self._readable(end), "Chromium says nothing"
            more = os.read(self._back, 1 << 16)
            assert more, "Chromium has ended"
            self._rest += more
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        self._loads += message.get("method") == "Page.loadEventFired"
        return message

    def _readable(self, end: float) -> bool:
        return b"\0" in self._rest or bool(select.select([self._back], [], [], max(0.0, end - time.monotonic()))[0])


@contextmanager
def browsing(folder: Path, *certificates: Path) -> Iterator[Browser]:
    """A browser that was never used before.

    Args:
        folder: for its profile and its log.
        certificates: PEM files of servers that it is to believe besides those that it knows.
    """
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("there is no Chromium")
    believed = ",".join(_pin(each) for each in certificates)
    flags = (*_FLAGS, f"--user-data-dir={folder / 'chromium'}", f"--ignore-certificate-errors-spki-list={believed}")
    theirs, to = _pipe()
    back, answers = _pipe()
    command = (sys.executable, "-c", _LAUNCHER, str(theirs), str(answers), program, *flags, "about:blank")
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)}
    with (folder / "chromium.log").open("w") as log:
        process = subprocess.Popen(
            command,
            env=environment,
            pass_fds=(theirs, answers),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # to be ended with its children
        )
    for end in (theirs, answers):
        os.close(end)
    try:
        browser = Browser(to, back)
        yield browser
        browser.close()
        process.wait(_SECONDS)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for end in (to, back):
            os.close(end)


def _pipe() -> tuple[int, int]:
    """The end that is read and the one that is written, neither of them 3 or 4."""
    ends = os.pipe()
    moved = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


def _pin(certificate: Path) -> str:
    """The SHA-256 of its public key, as Chromium wants it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()
