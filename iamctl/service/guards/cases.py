"""The guard `case`: a request is answered as it says, as `iamctl test` asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import IamctlError, NoSuchEntity, Place
from iamctl.service.cases.reading import Case
from iamctl.service.decision_cases import run_cases
from iamctl.service.guards.breaches import Breach
from iamctl.service.questions.asking import circumstances_from
from iamctl.service.questions.stated_context import context_values
from iamctl.service.questions.supposed import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.guards import Guard
    from iamctl.service.account import Account


def case_breaches(guard: Guard, account: Account) -> Iterator[Breach]:
    """The requests that are not answered as expected."""
    said = guard.case
    assert said is not None, "a guard of this kind has a case"
    try:
        stated = {key: values[0] if len(values) == 1 else list(values) for key, values in said.context}
        context = context_values(stated, f"the context of guard {guard.name}")
        circumstances = circumstances_from(context=context, source_ip=said.source_ip, mfa=said.mfa)
        case = Case(
            guard.name,
            Place("guards.toml", 1, 1),
            said.principal,
            said.actions,
            said.resources,
            circumstances,
            NOTHING,
            said.expect,
            said.reason,
        )
        (result,) = run_cases(account, [case])
    except NoSuchEntity as error:
        yield Breach(said.principal, detail=f"cannot be asked about: {error.message.rstrip('.')}")
        return
    except IamctlError as error:
        yield Breach(said.principal, undecided=(error.message.rstrip("."),))
        return
    for check in result.checks:
        request = check.answer.request
        if check.failure:
            yield Breach(
                said.principal,
                request.action,
                request.resource,
                dict(context),
                detail=f"is {check.said}, not {said.expect}" if said.expect else check.failure,
            )
        elif check.answer.unknown:
            yield Breach(said.principal, undecided=tuple(check.answer.unknown))
