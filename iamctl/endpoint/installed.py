"""Whether what the HTTP doors are made of is there: `pip install 'iamctl[serve]'`."""

from __future__ import annotations

from importlib.util import find_spec

from iamctl.errors import MachineError

PACKAGES = ("starlette", "uvicorn")


def check_installed() -> None:
    """That the packages of `iamctl[serve]` are there.

    Raises:
        MachineError: one is missing; it is named.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise MachineError(
            f"Serving over HTTP needs {' and '.join(missing)}, which is not installed.",
            hint="pip install 'iamctl[serve]'",
        )
