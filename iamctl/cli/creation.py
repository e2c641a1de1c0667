"""Creating what may be there already."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from iamctl.errors import EntityAlreadyExists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.cli.run import Run


@contextmanager
def there_is_fine(run: Run, if_not_exists: bool) -> Iterator[None]:
    """A creation that may find the name taken, if that is to be ignored: then what has it stays as it is."""
    try:
        yield
    except EntityAlreadyExists as error:
        if not if_not_exists:
            raise
        run.note(f"nothing to do: {error.message}")
