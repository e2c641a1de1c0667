"""What an instance has of its role, kept until it is due to be rotated.

Rules kept here:
  * credentials last six hours and are rotated after one: AWS promises five minutes before they end and no more, and
    an hour is when a change of profile, role or trust policy reaches a running instance;
  * what could not be had is asked for again after a minute;
  * however many ask at once, one of them goes to the account; the others get what is there while it is good;
  * an account that does not answer (a lock, a broken file) takes no credentials away that still hold.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import IamctlError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from iamctl.model.session import Credentials
    from iamctl.service.sts.instance_sessions import InstanceRole

ROTATED_AFTER = timedelta(hours=1)
ASKED_AGAIN_AFTER = timedelta(minutes=1)
_GOOD_FOR = timedelta(minutes=5)
_PATIENCE = 0.5
"""Seconds that a request waits for a rotation while older credentials hold; SDKs give up after one."""


class Held(NamedTuple):
    """What is answered for now.

    Attributes:
        role: None where the account did not answer.
        last_updated: when the account was asked.
        failure: why it did not answer; one sentence.
    """

    role: InstanceRole | None
    last_updated: datetime
    failure: str = ""

    @property
    def credentials(self) -> Credentials | None:
        return self.role.issued.credentials if self.role is not None and self.role.issued is not None else None


class RoleCredentials:
    """The credentials of one instance, one set for each way in which they are delivered.

    Args:
        ask: the account, for a way of delivery (`1.0`, `2.0`, None); called by one thread, one call at a time.
        now: UTC.
        warn: told what a person should know; lower case, no full stop.
        rotated_after: less than the credentials last.
    """

    def __init__(
        self,
        ask: Callable[[str | None], InstanceRole],
        now: Callable[[], datetime],
        *,
        warn: Callable[[str], None],
        rotated_after: timedelta = ROTATED_AFTER,
        asked_again_after: timedelta = ASKED_AGAIN_AFTER,
    ) -> None:
        self._ask = ask
        self._now = now
        self._warn = warn
        self._rotated_after = rotated_after
        self._asked_again_after = asked_again_after
        self._held: dict[str | None, Held] = {}
        self._due: dict[str | None, datetime] = {}
        self._asking: dict[str | None, asyncio.Task[Held]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="account")

    def first(self, delivery: str | None) -> InstanceRole:
        """Ask the account before anything is served.

        Raises:
            IamctlError: the account does not answer.
        """
        role = self._thread.submit(self._ask, delivery).result()
        self._keep(delivery, Held(role, self._now()))
        return role

    async def current(self, delivery: str | None) -> Held:
        """What the instance has now."""
        held = self._held.get(delivery)
        if held is not None and self._now() < self._due[delivery]:
            return held
        task = self._asking.get(delivery)
        if task is None:
            task = self._asking[delivery] = asyncio.create_task(self._renewed(delivery))
        if held is not None and self._holds(held, _GOOD_FOR):
            done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
            return task.result() if done else held
        return await asyncio.shield(task)

    def close(self) -> None:
        """Ask no more."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def _renewed(self, delivery: str | None) -> Held:
        try:
            role = await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, delivery)
            new = Held(role, self._now())
        except (IamctlError, OSError) as error:
            self._warn(f"the account does not answer: {error}")
            new = self._failed(delivery, error)
        finally:
            del self._asking[delivery]
        self._keep(delivery, new)
        return new

    def _failed(self, delivery: str | None, error: Exception) -> Held:
        before = self._held.get(delivery)
        if before is not None and self._holds(before, timedelta()):
            return before
        code = error.code if isinstance(error, IamctlError) else "ServiceFailure"
        return Held(None, self._now(), f"The account does not answer ({code}); its keeper is told more.")

    def _keep(self, delivery: str | None, new: Held) -> None:
        is_renewed = new.credentials is not None and new is not self._held.get(delivery)
        self._held[delivery] = new
        self._due[delivery] = self._now() + (self._rotated_after if is_renewed else self._asked_again_after)

    def _holds(self, held: Held, spare: timedelta) -> bool:
        return held.credentials is not None and self._now() + spare < held.credentials.expiration
