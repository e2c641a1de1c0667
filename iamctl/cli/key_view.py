"""Access keys as commands show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.cli.output.answer import Answer, Column
from iamctl.errors import StorageFailure
from iamctl.service.credential_members import created_key_members

if TYPE_CHECKING:
    from iamctl.cli.hand_over import HandOver
    from iamctl.cli.run import Run
    from iamctl.service.access_keys import CreatedAccessKey
    from iamctl.service.service import Service

COLUMNS = tuple(Column(member, member) for member in ("AccessKeyId", "Status", "CreateDate", "RetireAt"))


def show_created(run: Run, service: Service, created: CreatedAccessKey, hand_over: HandOver) -> None:
    """Hand a new key over, and show it: with its secret where that went nowhere else.

    Raises:
        StorageFailure: it could not be; the key is there, and its secret is lost.
    """
    if service.dry_run:
        run.show_changed(service)
        return
    hand_over.give(created)
    members = created_key_members(created, with_secret=hand_over.is_shown)
    try:
        run.show(Answer({"AccessKey": members}, name="AccessKeyId"))
    except (StorageFailure, SystemExit) as error:  # a reader that has gone is the latter
        if not hand_over.is_shown:
            raise
        key = created.key.access_key_id
        why = error.message if isinstance(error, StorageFailure) else "The reader of stdout has gone."
        raise StorageFailure(
            f"The access key {key} was made, and nobody has seen its secret: {why}",
            hint=f"delete it with `iamctl creds key delete {key}` and make another",
        ) from None
    if hand_over.is_shown:
        run.note("keep the secret now: it is not shown again")
