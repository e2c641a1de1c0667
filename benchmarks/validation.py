"""What `policy validate` finds in real policies, class by class, and how long it takes.

    python benchmarks/validation.py [DUMP...]

Looked at are all policies that AWS publishes, in their default versions, and the documents of each DUMP of `aws iam
get-account-authorization-details`: managed in all versions, inline and trust policies. A crash ends the program.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iamctl.analysis.validation.issues import FindingType
from iamctl.analysis.validation.validate import validate
from iamctl.policy.kinds import PolicyKind
from iamctl.reference.managed_policies import ManagedPolicies
from iamctl.reference.services import ServiceReference
from iamctl.syntax.json_read import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS = {
    "UserPolicyList": PolicyKind.IDENTITY,
    "GroupPolicyList": PolicyKind.IDENTITY,
    "RolePolicyList": PolicyKind.IDENTITY,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", nargs="*", type=Path, metavar="DUMP")
    options = parser.parse_args()
    classes = [each.value for each in FindingType]
    print(f"| policies | documents | {' | '.join(classes)} | ms a document |")
    print(f"| --- |{' ---: |' * (len(classes) + 2)}")
    published = ((policy.default_version.document.tree, PolicyKind.MANAGED) for policy in ManagedPolicies().all())
    report("AWS's managed policies", published, classes)
    for dump in options.dumps:
        report(dump.name, documents_of(parse_json(dump.read_text(), dump.name)), classes)


def report(name: str, documents: Iterable[tuple[Any, PolicyKind]], classes: list[str]) -> None:
    """Print a row: how many documents, findings of each class, and the time of one document."""
    reference = ServiceReference()
    listed = list(documents)
    started = time.perf_counter()
    counted = Counter(
        finding.finding_type.value for tree, kind in listed for finding in validate(tree, kind, reference)
    )
    each = (time.perf_counter() - started) * 1000 / max(1, len(listed))
    print(f"| {name} | {len(listed):,} | {' | '.join(f'{counted[kind]:,}' for kind in classes)} | {each:.1f} |")


def documents_of(dump: Any) -> Iterator[tuple[Any, PolicyKind]]:
    """Every document of the dump with its kind."""
    for policy in dump.get("Policies", ()):
        for version in policy["PolicyVersionList"]:
            yield version["Document"], PolicyKind.MANAGED
    for details in ("UserDetailList", "GroupDetailList", "RoleDetailList"):
        for entity in dump.get(details, ()):
            for member, kind in KINDS.items():
                yield from ((inline["PolicyDocument"], kind) for inline in entity.get(member, ()))
            if "AssumeRolePolicyDocument" in entity:
                yield entity["AssumeRolePolicyDocument"], PolicyKind.TRUST


if __name__ == "__main__":
    main()
