"""All that is to be said about a policy document before it is used, as IAM Access Analyzer's validation says it.

Everything that can be decided without AWS: the grammar of the document's kind, names and shapes against the
published tables, conditions that do not hold as they seem to, grants that are wider than they look, what says the
same twice. Nothing is found twice: what the grammar refuses is the grammar's.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-validation.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.analysis.validation.actions import check_actions
from iamctl.analysis.validation.condition_keys import check_condition_keys
from iamctl.analysis.validation.condition_values import check_condition_values
from iamctl.analysis.validation.elements import check_elements
from iamctl.analysis.validation.grammar import check_grammar
from iamctl.analysis.validation.parts import parts_of
from iamctl.analysis.validation.passed_roles import check_passed_roles
from iamctl.analysis.validation.principals import check_principals
from iamctl.analysis.validation.redundancy import check_redundancy
from iamctl.analysis.validation.resources import check_resources
from iamctl.analysis.validation.variables import check_variables

if TYPE_CHECKING:
    from iamctl.analysis.validation.issues import Finding
    from iamctl.policy.kinds import PolicyKind
    from iamctl.reference.services import ServiceReference


def validate(tree: object, kind: PolicyKind, reference: ServiceReference) -> list[Finding]:
    """Every finding of a document's tree, in the order of the document, the gravest first at each place."""
    document = parts_of(tree, kind)
    grammar = list(check_grammar(tree, kind))
    refused = {(found.locations[0].path, found.code) for found in grammar}
    others = [
        *check_elements(document),
        *check_actions(document, reference),
        *check_resources(document, reference),
        *check_principals(document),
        *check_condition_keys(document, reference),
        *check_condition_values(document),
        *check_variables(document),
        *check_passed_roles(document),
        *check_redundancy(document),
    ]
    found = grammar + [each for each in others if (each.locations[0].path, each.code) not in refused]
    return sorted(found, key=_order)


def _order(found: Finding) -> tuple[list[tuple[int, int, str]], int]:
    path = found.locations[0].path
    steps = [(0, step, "") if isinstance(step, int) else (1, 0, step) for step in path]
    return steps, found.finding_type.rank
