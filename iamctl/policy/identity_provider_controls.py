"""Claims that a trust policy has to look at when it trusts an OIDC provider that many customers share.

Everyone's tokens of such a provider come from one issuer, so a role that trusts it without asking for its
tenant's claim trusts everybody. IAM refuses such a trust policy when it is written; here too. One positive
comparison of a control that is not open to all is enough; IfExists and Null do not count.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.policy.conditions import parse_operator
from iamctl.policy.problems import Path, Problem
from iamctl.policy.wildcard import matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

COGNITO = "cognito-identity.amazonaws.com"
COGNITO_WITHOUT_CONDITION = "A condition block must be present for the Cognito provider"


class Controls(NamedTuple):
    """What one shared issuer needs.

    Attributes:
        claims: any one of them; a claim with a colon is a whole condition key.
        operators: those that count.
        anchored: a value that begins with a wildcard is open to all.
    """

    claims: tuple[str, ...]
    operators: tuple[str, ...] = ("StringEquals", "StringLike", "StringEqualsIgnoreCase")
    anchored: bool = False


_EXACT = ("StringEquals", "StringEqualsIgnoreCase")
_GITHUB = Controls(("sub", "job_workflow_ref"), anchored=True)
_SUBJECT = Controls(("sub",))
_AUDIENCE = Controls(("aud",))

SHARED_ISSUERS = {
    "token.actions.githubusercontent.com": _GITHUB,
    "vstoken.actions.githubusercontent.com": _SUBJECT,
    "oidc-configuration.audit-log.githubusercontent.com": _SUBJECT,
    "gitlab.com": _SUBJECT,
    "agent.buildkite.com": _SUBJECT,
    "app.terraform.io": _SUBJECT,
    "oidc.codefresh.io": _SUBJECT,
    "studio.datachain.ai/api": _SUBJECT,
    "scalr.io": _SUBJECT,
    "tokens.cloud.shisho.dev": _SUBJECT,
    "proidc.upbound.io": _SUBJECT,
    "api.pulumi.com/oidc": _AUDIENCE,
    "sandboxes.cloud": _AUDIENCE,
    "oidc.vercel.com": _AUDIENCE,
    COGNITO: _AUDIENCE,
    "accounts.google.com": Controls(("aud", "oaud", "sub"), _EXACT),
    "www.amazon.com": Controls(("app_id", "sub"), _EXACT),
    "graph.facebook.com": Controls(("app_id", "sub"), _EXACT),
    "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d": Controls(("sts:RoleSessionName",)),
}


def control_problems(statement: dict[str, Any], path: Path) -> Iterator[Problem]:
    """The controls that an Allow statement of a trust policy lacks. The statement's shape has to be right."""
    principal = statement.get("Principal")
    if statement.get("Effect") != "Allow" or not isinstance(principal, dict) or "Federated" not in principal:
        return
    if not _covers_web_identity(statement):
        return
    named = principal["Federated"]
    condition = statement.get("Condition") or {}
    for index, provider in enumerate(named if isinstance(named, list) else [named]):
        here = (*path, "Principal", "Federated", *((index,) if isinstance(named, list) else ()))
        issuer = issuer_of(provider)
        if issuer == COGNITO and not condition:
            detail = f"without a condition on {COGNITO}:aud every identity pool of every account is trusted"
            yield Problem(here, COGNITO_WITHOUT_CONDITION, detail)
        elif (controls := _controls_of(issuer)) and not _is_controlled(condition, issuer, controls):
            yield _uncontrolled(provider, issuer, controls, here)


def issuer_of(provider: str) -> str:
    """Host and path of an OIDC provider, from its ARN or from a built-in provider's name."""
    return provider.rpartition(":oidc-provider/")[2]


def _covers_web_identity(statement: dict[str, Any]) -> bool:
    element = "Action" if "Action" in statement else "NotAction"
    patterns = statement.get(element) or []
    listed = patterns if isinstance(patterns, list) else [patterns]
    named = any(matcher(pattern, ignore_case=True)("sts:AssumeRoleWithWebIdentity") for pattern in listed)
    return named == (element == "Action")


def _controls_of(issuer: str) -> Controls | None:
    """A path after GitHub's issuer is an enterprise's slug; it needs the same claims."""
    host = issuer.partition("/")[0]
    found = SHARED_ISSUERS.get(issuer.rstrip("/"))
    return found or (_GITHUB if host == "token.actions.githubusercontent.com" else None)


def _is_controlled(condition: dict[str, Any], issuer: str, controls: Controls) -> bool:
    keys = {key.lower() for key in _keys(issuer, controls)} | {
        key.lower() for key in _keys(issuer.rstrip("/"), controls)
    }
    for name, comparisons in condition.items():
        operator = parse_operator(name)
        if operator is None or operator.if_exists or operator.base not in controls.operators:
            continue
        for key, values in comparisons.items():
            listed = values if isinstance(values, list) else [values]
            if key.lower() in keys and listed and all(_is_scoped(str(value), controls) for value in listed):
                return True
    return False


def _keys(issuer: str, controls: Controls) -> list[str]:
    return [claim if ":" in claim else f"{issuer}:{claim}" for claim in controls.claims]


def _is_scoped(value: str, controls: Controls) -> bool:
    """Whether the value leaves anybody out."""
    return bool(value.strip(" *?")) and not (controls.anchored and value[0] in "*?")


def _uncontrolled(provider: str, issuer: str, controls: Controls, path: Path) -> Problem:
    keys = " or ".join(_keys(issuer, controls))
    operators = ", ".join(controls.operators[:-1]) + f" or {controls.operators[-1]}"
    sentence = (
        f"Trust policy with trusted principal {provider} must evaluate, using {operators}, "
        f"{keys} which is not scoped to all."
    )
    detail = f"many customers share {issuer}: without a condition on {keys} the role trusts all of them"
    return Problem(path, sentence, detail)
