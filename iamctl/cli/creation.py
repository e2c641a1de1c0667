"""Creating what may be there already."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.cli.run import Run
    from iamctl.service.service import Change


@contextmanager
def there_is_fine(run: Run, if_not_exists: bool, change: Change, looked_up_by: str, **named: str) -> Iterator[None]:
    """A creation that may find the name taken, if that is to be ignored: then what has it stays as it is.

    Args:
        looked_up_by: the operation that the caller must be allowed then, since what has the name is shown.
        named: that operation's parameters.

    Raises:
        AccessDenied: the name is taken, and the caller may not see by what.
    """
    try:
        yield
    except EntityAlreadyExists as error:
        if not if_not_exists:
            raise
        change.check(looked_up_by, **named)
        run.note(f"nothing to do: {error.message}")
