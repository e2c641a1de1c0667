"""A broker's rules: from what is known of a person to the roles that the person may take on.

    choose = "first"                  # or "person": whoever matches several rules says which role

    [[rule]]
    name = "engineers"
    role = "Engineer"                 # a role's name or ARN
    when = { memberOf = "cn=engineers,*", mail = ["*@acme.example", "*@acme.test"] }
    unless = { employeeType = "contractor" }
    session_name = "{uid}"            # {name} is the person's name, {…} the one value of an attribute
    tags = { team = "{departmentNumber}" }
    transitive = ["team"]
    duration = "4h"
    policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    session_policy = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] }

Rules kept here:
  * every attribute of `when` has to have a value that fits one of its patterns, none of `unless` may; `*` is any run
    of characters, `?` one; letters count as they are, unless the rule says `ignore_case = true`;
  * a rule without `when` says so by `everybody = true`: a forgotten condition is not everybody;
  * a rule that fits and has a placeholder whose attribute has no value, or several, ends in a refusal: nothing is
    guessed, and no later rule takes its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import AccessDenied, InvalidInput
from iamctl.model.tag import Tag
from iamctl.policy.wildcard import matcher

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from iamctl.service.brokering.person import Person

FIRST, PERSON = "first", "person"
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NAME = "name"

Patterns = dict[str, tuple[str, ...]]


class Rule(NamedTuple):
    """One rule as its file has it.

    Attributes:
        role: a name or an ARN.
        duration_seconds: None is an hour, as far as the role allows it.
        policy: the inline session policy, JSON.
    """

    name: str
    role: str
    when: Patterns
    unless: Patterns
    everybody: bool = False
    ignore_case: bool = False
    session_name: str = "{name}"
    tags: tuple[tuple[str, str], ...] = ()
    transitive: tuple[str, ...] = ()
    duration_seconds: int | None = None
    policy: str | None = None
    policy_arns: tuple[str, ...] = ()


class Rules(NamedTuple):
    """All of them, in their order.

    Attributes:
        choose: `first` or `person`.
    """

    rules: tuple[Rule, ...]
    choose: str = FIRST


class Grant(NamedTuple):
    """A rule filled in for one person: what AssumeRole is asked for."""

    rule: str
    role: str
    session_name: str
    tags: tuple[Tag, ...] = ()
    transitive: tuple[str, ...] = ()
    duration_seconds: int | None = None
    policy: str | None = None
    policy_arns: tuple[str, ...] = ()

    @property
    def role_name(self) -> str:
        return self.role.rpartition("/")[2]


class Verdict(NamedTuple):
    """What became of one rule for one person.

    Attributes:
        why_not: the part that did not fit, lower case, no full stop; None where the rule fits.
    """

    rule: Rule
    why_not: str | None


def verdicts(rules: Rules, person: Person) -> list[Verdict]:
    """Every rule held against the person, in order."""
    return [Verdict(rule, _why_not(rule, person)) for rule in rules.rules]


def grants_of(rules: Rules, person: Person) -> list[Grant]:
    """The roles that the person may take on: one at most where the first rule counts, else the first rule of each role.

    Raises:
        AccessDenied: a rule that fits cannot be filled in.
    """
    fitting = [verdict.rule for verdict in verdicts(rules, person) if verdict.why_not is None]
    if rules.choose == FIRST:
        fitting = fitting[:1]
    by_role: dict[str, Rule] = {}
    for rule in fitting:
        by_role.setdefault(rule.role.rpartition("/")[2].lower(), rule)
    return [filled(rule, person) for rule in by_role.values()]


class RoleChoice(InvalidInput):
    """Several roles are there to choose from, and none was named.

    Attributes:
        roles: their names.
    """

    def __init__(self, roles: Sequence[str]) -> None:
        super().__init__(
            f"Several roles may be taken on: {', '.join(roles)}.",
            hint=f"name one: `--role {roles[0]}`, `?role={roles[0]}`",
        )
        self.roles = tuple(roles)


def chosen(grants: Sequence[Grant], person: Person, role: str | None) -> Grant:
    """The grant that is meant.

    Args:
        role: a name or an ARN; None is the only one.

    Raises:
        AccessDenied: no rule gives the person this role, or any.
        RoleChoice: there are several, and none is named.
    """
    if not grants:
        raise AccessDenied(
            f"No rule gives {person.name} a role.", hint=f"see why with `iamctl broker test --as-user {person.name}`"
        )
    if role is None:
        if len(grants) > 1:
            raise RoleChoice([grant.role_name for grant in grants])
        return grants[0]
    for grant in grants:
        if role in (grant.role, grant.role_name):
            return grant
    raise AccessDenied(
        f"No rule gives {person.name} this role.", hint=f"there is {', '.join(grant.role_name for grant in grants)}"
    )


def filled(rule: Rule, person: Person) -> Grant:
    """The rule with the person's own values in it.

    Raises:
        AccessDenied: a placeholder's attribute has no value, or several.
    """
    return Grant(
        rule=rule.name,
        role=rule.role,
        session_name=_filled(rule.session_name, rule, person),
        tags=tuple(Tag(key, _filled(value, rule, person)) for key, value in rule.tags),
        transitive=rule.transitive,
        duration_seconds=rule.duration_seconds,
        policy=rule.policy,
        policy_arns=rule.policy_arns,
    )


def _why_not(rule: Rule, person: Person) -> str | None:
    for attribute, patterns in rule.when.items():
        if not _fits(person.attributes, attribute, patterns, rule):
            values = person.attributes.get(attribute, ())
            said = f"is {', '.join(values[:5])}" if values else "has no value"
            return f"{attribute} {said}; wanted is {' or '.join(patterns)}"
    for attribute, patterns in rule.unless.items():
        if _fits(person.attributes, attribute, patterns, rule):
            return f"{attribute} fits {' or '.join(patterns)}, which the rule leaves out"
    return None


def _fits(attributes: Mapping[str, tuple[str, ...]], name: str, patterns: Sequence[str], rule: Rule) -> bool:
    tests = [matcher(pattern, ignore_case=rule.ignore_case) for pattern in patterns]
    return any(test(value) for value in attributes.get(name, ()) for test in tests)


def _filled(template: str, rule: Rule, person: Person) -> str:
    def value(found: re.Match[str]) -> str:
        attribute = found[1]
        if attribute == NAME:
            return person.name
        values = person.attributes.get(attribute, ())
        if len(values) != 1:
            raise AccessDenied(
                f"The rule {rule.name} wants one value of {attribute}, and {person.name} has {len(values) or 'none'}."
            )
        return values[0]

    return PLACEHOLDER.sub(value, template)
