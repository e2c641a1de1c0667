"""What AWS adds to every level of resource control policies: RCPFullAWSAccess, which nobody can detach.

A customer's own RCPs only deny, so a level that allows nothing is one that was given without it. A level that holds an
Allow is taken as it is: whoever wrote it wrote all of it.

Sources: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html
         https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
"""

from __future__ import annotations

from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.model.document import Document

NAME = "RCPFullAWSAccess"
_TEXT = (
    '{"Version":"2012-10-17","Statement":[{"Sid":"RCPFullAWSAccess","Effect":"Allow","Principal":"*",'
    '"Action":"*","Resource":"*"}]}'
)


def with_full_access(level: Layer) -> Layer:
    """The resource control policies of one level, AWS's own among them."""
    if not all(statement.is_deny for statement in level.statements):
        return level
    own = Layer([NamedDocument(NAME, Document(_TEXT))])
    return Layer.of((*level.statements, *own.statements))
