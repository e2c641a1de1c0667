"""AWS's own policies: no crash, and an error only for what AWS's tables of the day do not have."""

from __future__ import annotations

from collections import Counter, defaultdict

from iamctl.analysis.validation.issues import FindingType
from iamctl.analysis.validation.validate import validate
from iamctl.policy.kinds import PolicyKind
from iamctl.reference.managed_policies import ManagedPolicies
from iamctl.reference.services import ServiceReference

GONE_OR_UNPUBLISHED = {
    "INVALID_ACTION",
    "INVALID_SERVICE_IN_ACTION",
    "INVALID_GLOBAL_CONDITION_KEY",
    "INVALID_SERVICE_CONDITION_KEY",
}
"""Names of services that AWS closed (DeepRacer, Elastic Inference, IoT 1-Click), or that it uses and does not list."""

AS_AWS_FINDS_IT = {"MISSING_QUALIFIER"}
"""Access Analyzer itself calls `events:detail-type` without a set operator an error in these policies."""


def errors_by_code(reference: ServiceReference) -> dict[str, Counter[str]]:
    """How often each policy of AWS has an error of each code."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for policy in ManagedPolicies().all():
        for finding in validate(policy.default_version.document.tree, PolicyKind.IDENTITY, reference):
            if finding.finding_type is FindingType.ERROR:
                found[finding.code][policy.policy_name] += 1
    return found


def test_errors_are_names_that_the_tables_lack_and_what_aws_finds_too(reference: ServiceReference) -> None:
    errors = errors_by_code(reference)

    assert errors.keys() <= GONE_OR_UNPUBLISHED | AS_AWS_FINDS_IT
    assert len({name for counted in errors.values() for name in counted}) < 30
    # Recorded answers of Access Analyzer for these two.
    assert errors["MISSING_QUALIFIER"]["AWSAuditManagerAdministratorAccess"] == 1
    assert errors["INVALID_ACTION"]["AWSCodeStarFullAccess"] == 1
