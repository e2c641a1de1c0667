from __future__ import annotations

from typing import Any

import pytest

from iamctl.cli.output.settings import OutputSettings


@pytest.mark.parametrize(
    ("given", "variables", "colored"),
    [
        ({"terminal": True}, {}, True),
        ({"terminal": False}, {}, False),
        ({"terminal": True}, {"NO_COLOR": "1"}, False),
        ({"terminal": True}, {"NO_COLOR": ""}, True),
        ({"terminal": True}, {"TERM": "dumb"}, False),
        ({"terminal": True, "color": "always"}, {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ({"terminal": False, "color": "always"}, {}, True),
        ({"terminal": True, "color": "never"}, {}, False),
    ],
)
def test_colours_follow_what_was_asked_then_the_environment_then_the_terminal(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], variables: dict[str, str], colored: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert OutputSettings(**given).is_colored is colored
