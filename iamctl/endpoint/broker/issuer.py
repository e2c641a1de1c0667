"""The one thread that a broker goes to its account by: what many requests want of it at once is one change.

A session by itself costs 5 ms on a quiet disk and 25 on a busy one, each further one in the same change 1 ms: so two
hundred a second are served by one lock of the account. What fails in one request fails for that request alone.
"""

from __future__ import annotations

from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from iamctl.errors import IamctlError, StorageFailure
from iamctl.service.brokering.together import with_marks_together

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.service.service import Change, Service

R = TypeVar("R")
MOST_AT_ONCE = 64
LONGEST_WAIT = 30.0
"""Seconds for the account to answer; another process may hold it."""


class _Job(NamedTuple):
    task: Callable[[Change], Any]
    future: Future[Any]


class _Failure(NamedTuple):
    error: BaseException


class Issuer:
    """An account that is asked from any thread.

    Args:
        service: of the broker's own identity; nobody else uses it meanwhile.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="issuer", daemon=True)
        self._thread.start()

    def do(self, task: Callable[[Change], R]) -> R:
        """Do the task in a change of the account, and give its answer once the change is kept.

        Raises:
            IamctlError: what the task raises, or the change.
            StorageFailure: the account does not answer.
        """
        future: Future[R] = Future()
        self._jobs.put(_Job(task, future))
        try:
            return future.result(LONGEST_WAIT)
        except TimeoutError:
            future.cancel()
            raise StorageFailure("The account does not answer.", hint="somebody else holds it") from None

    def close(self) -> None:
        """Finish what was asked, and stop."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        with self._service.held_open():
            is_last = False
            while not is_last:
                jobs, is_last = self._wanted()
                jobs = [job for job in jobs if job.future.set_running_or_notify_cancel()]
                if jobs:
                    self._done(jobs)

    def _wanted(self) -> tuple[list[_Job], bool]:
        """What is asked now, at least one job unless it is the end."""
        job = self._jobs.get()
        jobs: list[_Job] = []
        while job is not None:
            jobs.append(job)
            if len(jobs) == MOST_AT_ONCE:
                return jobs, False
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return jobs, False
        return jobs, True

    def _done(self, jobs: list[_Job]) -> None:
        answers: list[Any] = []
        try:
            with self._service.change() as change:
                together = with_marks_together(change.account)
                for job in jobs:
                    answers.append(_answer(job, change))
                together.keep()
        except Exception as error:  # it is the answer of every request, and the thread goes on
            answers = [_Failure(error)] * len(jobs)
        for job, answer in zip(jobs, answers, strict=True):
            if isinstance(answer, _Failure):
                job.future.set_exception(answer.error)
            else:
                job.future.set_result(answer)


def _answer(job: _Job, change: Change) -> Any:
    try:
        return job.task(change)
    except IamctlError as error:
        return _Failure(error)
