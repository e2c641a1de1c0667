"""Trust in a declaration: a document, or words that one is built from.

    trust = { service = "ec2.amazonaws.com" }                                      one or a list, as everywhere here
    trust = { account = "444455556666", external_id = "x", require_mfa = true }
    trust = { users = ["alice"], roles = ["deployer"] }
    trust = { saml = "idp" }
    trust = { oidc = "token.actions.githubusercontent.com", audience = "…", subject = "…" }

Several of them add up. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.model.names import ACCOUNT_ID, constraint_broken
from iamctl.policy.kinds import PolicyKind
from iamctl.service.declaration import values
from iamctl.service.declaration.values import MISTAKEN, ReadFile
from iamctl.service.trust_policies import Trust

if TYPE_CHECKING:
    from iamctl.model.document import Document
    from iamctl.service.declaration.errata import Errata
    from iamctl.syntax.table_reader import TableReader


def read_trust(reader: TableReader, errata: Errata, read_file: ReadFile) -> Document | Trust | None:
    """What the role's table says of its trust policy."""
    document = values.document(reader, "trust_policy", PolicyKind.TRUST, errata, read_file)
    words = reader.reader("trust")
    if words is None:
        return MISTAKEN if document is None and "trust" in reader.table else document
    if document is not None:
        reader.mistake("trust", "trust and a trust policy are both given; one of them has to go.")
    return _read_words(words)


def _read_words(reader: TableReader) -> Trust:
    trust = Trust(
        services=values.one_or_several(reader, "service"),
        accounts=values.one_or_several(reader, "account"),
        users=values.one_or_several(reader, "users"),
        roles=values.one_or_several(reader, "roles"),
        saml=values.one_or_several(reader, "saml"),
        oidc=reader.string("oidc"),
        audiences=values.one_or_several(reader, "audience"),
        subjects=values.one_or_several(reader, "subject"),
        external_id=reader.string("external_id"),
        require_mfa=reader.boolean("require_mfa", default=False),
    )
    reader.finish()
    _check(reader, trust)
    return trust


def _check(reader: TableReader, trust: Trust) -> None:
    """That somebody is trusted and every condition has somebody to hold for."""
    keys = set(reader.table)
    others = trust.accounts or trust.users or trust.roles
    for key in sorted(keys & {"external_id", "require_mfa"} if not others else ()):
        reader.mistake(key, f"{key} is a condition on account, users or roles, and none of them is given.")
    for key in sorted(keys & {"audience", "subject"} if trust.oidc is None else ()):
        reader.mistake(key, f"{key} is a condition on oidc, which is not given.")
    if not (others or trust.services or trust.saml or trust.oidc):
        reader.mistake(None, "The role trusts nobody.", 'say whom: `trust = { service = "ec2.amazonaws.com" }`, …')
    for account_id in trust.accounts:
        if constraint_broken(ACCOUNT_ID, account_id):
            reader.mistake("account", f"{account_id} is not an account's id: 12 digits.")
