"""AWS's evaluation logic once more: slow, plain, and written from its pages; it shares no code with the engine.

It reads the same plain tables as tests/engine/given.py and answers `allowed`, `implicitDeny` or `explicitDeny`. Where
live answers of AWS differ from its pages the live answers hold; where both are silent,
docs/decisions/0008-where-aws-is-silent.md says what holds. How values compare is in specified_comparisons.py.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from __future__ import annotations

from typing import Any

from tests.properties.specified_comparisons import condition_holds, expanded, glob, plain

Table = dict[str, Any]
STRANGERS = ("service", "federated identity", "anonymous")


def decide(case: Table) -> str:
    """The outcome for a table of a request and its policies."""
    caller = case["request"]["principal"]
    kind = caller["kind"]
    applicable = _applicable(case)
    for policy_type, documents in applicable:
        if _says("Deny", policy_type, documents, case):
            return "explicitDeny"
    for policy_type, documents in applicable:
        if policy_type in ("scp", "rcp") and not _says("Allow", policy_type, documents, case):
            return "implicitDeny"
    direct, parent, account = _granted_by_resource(case)
    own_side = [(policy_type, documents) for policy_type, documents in applicable if policy_type not in NOT_OWN]
    identity_allows = all(_says("Allow", *each, case) for each in own_side if each[0] == "identity")
    limits_allow = all(_says("Allow", *each, case) for each in own_side if each[0] != "identity")
    if kind == "federated user" and "session" not in case:
        limits_allow = False
    if _is_trust(case) and kind in ("root user", "federated user"):
        return "implicitDeny"
    if kind in STRANGERS:
        return _answer(direct)
    if _is_cross_account(case):
        named = direct or parent or account
        return _answer(named and (kind == "root user" or (identity_allows and limits_allow)))
    if direct:
        return "allowed"
    if parent:
        return _answer(limits_allow)
    own_side_allows = kind == "root user" or (identity_allows and limits_allow)
    if _is_trust(case) or (_service(case) == "kms" and "resource" in case):
        return _answer(account and own_side_allows)
    return _answer(own_side_allows)


NOT_OWN = ("scp", "rcp", "resource")


def _answer(allowed: bool) -> str:
    return "allowed" if allowed else "implicitDeny"


def _applicable(case: Table) -> list[tuple[str, list[Table]]]:
    """The policies that bear on the caller, by type; control policies level by level."""
    caller = case["request"]["principal"]
    found: list[tuple[str, list[Table]]] = []
    if not caller.get("is_service_linked"):
        found += [("rcp", level) for level in case.get("rcp", [])]
        if caller["kind"] not in STRANGERS:
            found += [("scp", level) for level in case.get("scp", [])]
    if "resource" in case:
        found.append(("resource", case["resource"]))
    if caller["kind"] not in (*STRANGERS, "root user"):
        found.append(("identity", case.get("identity", [])))
        found += [(name, case[name]) for name in ("boundary", "session") if name in case]
    return found


def _service(case: Table) -> str:
    return str(case["request"]["action"].split(":")[0].lower())


def _is_trust(case: Table) -> bool:
    action = case["request"]["action"].lower()
    trusted = (
        "assumerole",
        "assumerolewithsaml",
        "assumerolewithwebidentity",
        "tagsession",
        "setsourceidentity",
        "setcontext",
    )
    return action in {f"sts:{name}" for name in trusted} and ":role/" in case["request"]["resource"]


def _account_of(arn: str) -> str:
    parts = arn.split(":")
    return parts[4] if len(parts) > 5 and parts[4].isdigit() else ""


def _is_cross_account(case: Table) -> bool:
    request = case["request"]
    own = _account_of(request["principal"]["arn"])
    owner = request.get("resource_account") or _account_of(request["resource"]) or own
    return owner != own


def _says(effect: str, policy_type: str, documents: list[Table], case: Table) -> bool:
    """Whether a statement of this effect applies."""
    return any(True for statement, _ in _applying(effect, policy_type, documents, case))


def _applying(effect: str, policy_type: str, documents: list[Table], case: Table) -> list[tuple[Table, set[str]]]:
    """The statements of this effect that apply, each with the ways in which it names the caller."""
    found = []
    for document in documents:
        with_variables = document.get("Version") == "2012-10-17"
        for statement in document["Statement"]:
            if statement["Effect"] != effect:
                continue
            ways = _ways(statement, policy_type, case)
            if (
                ways
                and _action_fits(statement, case)
                and _resource_fits(statement, case, with_variables)
                and condition_holds(statement.get("Condition", {}), _context(case), with_variables, effect)
            ):
                found.append((statement, ways))
    return found


def _context(case: Table) -> Table:
    return {key.lower(): value for key, value in case["request"].get("context", {}).items()}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _action_fits(statement: Table, case: Table) -> bool:
    action = case["request"]["action"].lower()
    element = "Action" if "Action" in statement else "NotAction"
    listed = any(glob(plain(pattern.lower()), action) for pattern in _as_list(statement[element]))
    return listed if element == "Action" else not listed


def _resource_fits(statement: Table, case: Table, with_variables: bool) -> bool:
    if "Resource" not in statement and "NotResource" not in statement:
        return True
    element = "Resource" if "Resource" in statement else "NotResource"
    listed = any(_one_fits(pattern, case, with_variables) for pattern in _as_list(statement[element]))
    return listed if element == "Resource" else not listed


def _one_fits(pattern: str, case: Table, with_variables: bool) -> bool:
    resource = case["request"]["resource"]
    if not with_variables:
        return glob(plain(pattern), resource)
    tokens, has_variable = expanded(pattern, _context(case))
    if tokens is None or (has_variable and resource == "*"):
        return False
    return glob(tokens, resource)


def _ways(statement: Table, policy_type: str, case: Table) -> set[str]:
    """How a statement names the caller: direct, parent, account; a policy that has no principals names it directly."""
    caller = case["request"]["principal"]
    kind = caller["kind"]
    is_own = policy_type == "resource"
    star_vouches = statement["Effect"] == "Deny" or not (is_own and _is_trust(case) and kind in STRANGERS)
    if "Principal" in statement:
        return _named(statement["Principal"], caller, star_vouches)
    if "NotPrincipal" in statement:
        if not star_vouches:
            return set()
        named = _named(statement["NotPrincipal"], caller, True)
        spared = _is_spared(statement, named, case) if statement["Effect"] == "Deny" else bool(named)
        return set() if spared else {"direct"}
    return {"direct"} if not is_own or statement["Effect"] == "Deny" else set()


def _is_spared(statement: Table, named: set[str], case: Table) -> bool:
    """Whether a Deny's NotPrincipal lists the caller in full; one with a boundary it never does."""
    kind = case["request"]["principal"]["kind"]
    if "boundary" in case:
        return False
    if statement["NotPrincipal"] == "*" or "*" in _as_list(statement["NotPrincipal"].get("AWS", [])):
        return True
    needed = {"direct"}
    if kind in ("user", "role session", "federated user"):
        needed.add("account")
    if kind in ("role session", "federated user"):
        needed.add("parent")
    return needed <= named


def _named(element: Any, caller: Table, star_vouches: bool) -> set[str]:
    if element == "*":
        element = {"AWS": "*"}
    ways = set()
    kind, arn = caller["kind"], caller["arn"]
    account = _account_of(arn)
    ids = caller.get("unique_ids", [])
    for label in element:
        for name in _as_list(element[label]):
            if label == "AWS" and name == "*" and star_vouches:
                ways.add("direct")
            if label == "Service" and kind == "service" and name in (arn, "*"):
                ways.add("direct")
            if label == "Federated" and kind == "federated identity" and name in (arn, "*"):
                ways.add("direct")
            if label == "AWS" and kind not in STRANGERS:
                if name == arn or name in ids[:1]:
                    ways.add("direct")
                if name == caller.get("parent") or name in ids[1:]:
                    ways.add("parent")
                if name in (account, f"arn:aws:iam::{account}:root"):
                    ways.add("direct" if kind == "root user" else "account")
    return ways


def _granted_by_resource(case: Table) -> tuple[bool, bool, bool]:
    """Whether the resource's own policy allows the caller itself, its parent, its account."""
    ways = set()
    for _, each in _applying("Allow", "resource", case.get("resource", []), case):
        ways |= each
    return "direct" in ways, "parent" in ways, "account" in ways
