"""One line of `decide` as a request: which members it may have, and what each holds.

    id                          any scalar; the answer has it again
    principal                   ARN, service or "anonymous"; with an account also a name of it, or "root"
    action · resource           service:Name · ARN or "*"
    resource_account            12 digits
    context                     {key: value, or [values] for a multivalued key}
    identity_policies           [document]; permissions_boundary, resource_policy: document or null
    session_policies            [document]
    service_control_policies    [[document]], one list for each level
    resource_control_policies   likewise; AWS's own RCPFullAWSAccess comes to a level that allows nothing
    principal_tags, resource_tags    {key: value}
    expect                      allowed, implicitDeny, explicitDeny, or denied for either; the answer says whether it is

A null is: left out; but of a boundary and of a resource's policy it is: there is none, whatever the account has.
Duplicate keys, NaN and half surrogate pairs are refused, as in every JSON that is read here.
"""

from __future__ import annotations

from decimal import Decimal
from json import JSONDecoder, dumps
from typing import TYPE_CHECKING, Any

from iamctl.errors import InvalidInput, MalformedPolicyDocument, ValidationError
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.problems import LEGACY_PARSING
from iamctl.service.questions.full_access import with_full_access

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.engine.policy_set import Layer, PolicySet
    from iamctl.service.questions.context import Value

EXPECTED = ("allowed", "denied", "implicitDeny", "explicitDeny")
PLAIN = frozenset({"id", "principal", "action", "resource", "resource_account", "context"})
MEMBERS = PLAIN | {
    "identity_policies",
    "permissions_boundary",
    "session_policies",
    "resource_policy",
    "service_control_policies",
    "resource_control_policies",
    "principal_tags",
    "resource_tags",
    "expect",
}


_NULL_IS_TOLD = frozenset({"id", "principal", "action", "identity_policies", "permissions_boundary", "resource_policy"})


def read_line(line: bytes, number: int) -> dict[str, Any]:
    """The request of a line.

    Raises:
        InvalidInput: it is no JSON object.
    """
    try:
        text = line.decode()
        request = _DECODER.decode(text) if "\\u" not in text else _carefully(text, number)
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise InvalidInput(f"The line is not UTF-8: the byte 0x{line[error.start]:02x}.") from error
        request = _carefully(text, number)
    if type(request) is not dict:
        raise InvalidInput("A request is a JSON object.")
    if None in request.values():
        return {key: value for key, value in request.items() if value is not None or key in _NULL_IS_TOLD}
    return request


def check_members(request: dict[str, Any]) -> None:
    """Hold the request's members against those that requests have.

    Raises:
        InvalidInput: it has others.
    """
    if not request.keys() <= MEMBERS:
        unknown = ", ".join(sorted(request.keys() - MEMBERS))
        raise InvalidInput(f"No members of a request: {unknown}.", hint=f"its members are {', '.join(sorted(MEMBERS))}")


def id_text(request: dict[str, Any]) -> str:
    """The request's id as JSON; null where it has none.

    Raises:
        ValidationError: it is an object or a list.
    """
    found = request.get("id")
    if isinstance(found, dict | list):
        raise ValidationError("id must be a text, a number, a boolean or null.")
    return str(found) if type(found) is Decimal else dumps(found)


def text_member(request: dict[str, Any], member: str, default: str | None = None) -> str:
    """A member that is a text.

    Raises:
        ValidationError: it is missing, or no text.
    """
    value = request.get(member, default)
    if type(value) is not str or not value:
        raise ValidationError(f"{member} is missing." if value is None else f"{member} must be a text.")
    return value


def account_member(request: dict[str, Any]) -> str:
    """Whose the resource is said to be.

    Raises:
        ValidationError: it is not an account's id.
    """
    account_id = text_member(request, "resource_account")
    if len(account_id) != 12 or not account_id.isascii() or not account_id.isdecimal():
        raise ValidationError("resource_account must be 12 digits.")
    return account_id


def context_member(tree: Any) -> dict[str, Value]:
    """The context, its keys in lower case.

    Raises:
        ValidationError: it is no object, or a value is none that a key can have, or a key comes in two cases.
    """
    if type(tree) is not dict:
        raise ValidationError("context must be an object of keys.")
    context: dict[str, Value] = {}
    for key, value in tree.items():
        if type(value) is str:
            context[key.lower()] = value
        elif type(value) is list:
            context[key.lower()] = tuple([_value(each, key) for each in value])
        else:
            context[key.lower()] = _value(value, key)
    if len(context) < len(tree):
        raise ValidationError("context has a key twice, in different cases of letters.")
    return context


def tags_member(tree: Any, member: str, prefix: str) -> dict[str, Value]:
    """Tags as context keys.

    Raises:
        ValidationError: they are no object of texts.
    """
    if type(tree) is not dict or not all(type(value) is str for value in tree.values()):
        raise ValidationError(f"{member} must be an object of texts.")
    return {f"{prefix}{key.lower()}": value for key, value in tree.items()}


def policies_given(
    request: dict[str, Any], policies: PolicySet, layer_of: Callable[[list[Any], str, PolicyKind], Layer]
) -> PolicySet:
    """The policies with those of the request in their place; null, or a list of none, is: there is none.

    Args:
        layer_of: compiles trees of documents under a name.

    Raises:
        ValidationError: a member is not of its shape.
        MalformedPolicyDocument: a document breaks the grammar of its kind.
        InvalidInput: a level of control policies is empty.
    """
    member = "identity_policies"
    if member in request:
        policies = policies._replace(identity=layer_of(_list(request[member], member), member, PolicyKind.IDENTITY))
    member = "permissions_boundary"
    if member in request:
        one = request[member]
        policies = policies._replace(boundary=None if one is None else layer_of([one], member, PolicyKind.SESSION))
    member = "session_policies"
    if member in request:
        several = _list(request[member], member)
        policies = policies._replace(session=layer_of(several, member, PolicyKind.SESSION) if several else None)
    member = "resource_policy"
    if member in request:
        one = request[member]
        policies = policies._replace(resource=None if one is None else layer_of([one], member, PolicyKind.RESOURCE))
    member = "service_control_policies"
    if member in request:
        levels = _levels(request[member], member)
        compiled = tuple(layer_of(level, name, PolicyKind.SESSION) for name, level in levels)
        policies = policies._replace(service_control=compiled)
    member = "resource_control_policies"
    if member in request:
        levels = _levels(request[member], member)
        compiled = tuple(with_full_access(layer_of(level, name, PolicyKind.RESOURCE)) for name, level in levels)
        policies = policies._replace(resource_control=compiled)
    return policies


def check_policy(tree: Any, name: str, kind: PolicyKind) -> None:
    """Hold a document against the grammar; literals that cannot be compared are compared as AWS does, to nothing.

    Raises:
        MalformedPolicyDocument: it breaks the grammar.
    """
    from iamctl.policy.document import check_document, malformed

    problems = [problem for problem in check_document(tree, kind) if problem.sentence != LEGACY_PARSING]
    if problems:
        error = malformed(problems)
        raise MalformedPolicyDocument(error.message, hint=[f"{name}: {hint}" for hint in error.hints])


def text_of(trees: list[Any]) -> str:
    """The trees as a text that is the same for the same documents."""
    return dumps(trees, default=_digits)


def _digits(number: Any) -> dict[str, str]:
    return {"": str(number)}


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


_DECODER = JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_number, parse_float=Decimal)


def _carefully(text: str, number: int) -> Any:
    """The same by the reader that tells what is wrong, and where."""
    from iamctl.syntax.json_read import parse_json

    return parse_json(text, f"line {number}")


def _value(value: Any, key: str) -> str:
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int or type(value) is Decimal:
        return str(value)
    raise ValidationError(f"context: {key} must be a text, a number, a boolean, or a list of these.")


def _list(value: Any, member: str) -> list[Any]:
    if type(value) is not list:
        raise ValidationError(f"{member} must be a list.")
    return value


def _levels(value: Any, member: str) -> list[tuple[str, list[Any]]]:
    levels = [(f"{member}[{index}]", _list(level, member)) for index, level in enumerate(_list(value, member))]
    for number, (_, level) in enumerate(levels, 1):
        if not level:
            raise InvalidInput(f"Level {number} of {member} has no policy.")
    return levels
