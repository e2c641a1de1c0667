"""Every kind's entities through text and through the index's rows, and back."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.errors import Mistakes
from iamctl.model.account_settings import AccountSettings, PasswordPolicy
from iamctl.model.document import Document
from iamctl.model.group import Group
from iamctl.model.guards import Guard, GuardCase, GuardKind, Guards
from iamctl.model.import_record import ImportedEntity, ImportRecord, Spelling
from iamctl.model.inline_policy import InlinePolicy
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.model.policy import Policy, PolicyVersion
from iamctl.model.resource_policy import ResourcePolicy
from iamctl.model.role import Role
from iamctl.model.saml_provider import SAMLPrivateKey, SAMLProvider
from iamctl.model.tag import Tag
from iamctl.model.user import User
from iamctl.store.codec.kinds import KINDS, from_row, parse, to_row, to_table
from iamctl.syntax.toml_render import render_toml

from .given import ACCOUNT_ID, any_document

LETTERS = "ABCabc019_+=,.@-"
moments = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)).map(lambda at: at.replace(tzinfo=UTC, microsecond=0))
names = st.text(LETTERS, min_size=1, max_size=64)
words = st.text("ABCabc019_.-", min_size=1, max_size=64)
ids = st.text("ABCDEFGH234567", min_size=16, max_size=21)
paths = st.lists(st.text("abcXYZ019_.@-", min_size=1, max_size=8), max_size=3).map(
    lambda parts: "/" + "".join(f"{part}/" for part in parts)
)
described = st.text(st.characters(codec="latin-1", exclude_categories=("Cc",), exclude_characters="\xa0"), max_size=60)
arns = st.builds(lambda path, name: f"arn:aws:iam::{ACCOUNT_ID}:policy{path}{name}", paths, names)
tag_texts = st.text(st.characters(categories=("L", "N", "Zs"), include_characters="_.:/=+-@"), max_size=40)
scalars = st.one_of(st.text(max_size=20), st.booleans(), st.integers(-(2**63), 2**63 - 1))
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
documents = st.dictionaries(st.text(max_size=8), trees, max_size=4).map(Document.of)


def listed(strategy: st.SearchStrategy[Any], key: Any = lambda value: value) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=4, unique_by=key).map(tuple)


tags = listed(st.builds(Tag, tag_texts.filter(bool), tag_texts), lambda tag: tag.key.lower()).filter(
    lambda tags: not any(tag.key.lower().startswith("aws:") for tag in tags)
)
key_sets = st.lists(
    st.dictionaries(st.sampled_from(["kid", "use", "n", "e"]), st.text(max_size=8)).map(
        lambda key: {"kty": "RSA", **key}
    ),
    min_size=1,
    max_size=3,
).map(lambda keys: Document.of({"keys": list(keys)}))
inline = listed(st.builds(InlinePolicy, names, documents), lambda policy: policy.policy_name.lower())
actions = st.sampled_from(["iam:*", "s3:GetObject", "*", "sts:AssumeRole", "kms:Decrypt"]).filter(bool)
resources = st.builds("arn:aws:s3:::{}{}".format, words, paths)
whom = (
    st.builds("{}/{}".format, st.sampled_from(["user", "role", "group"]), names)
    | resources
    | st.just("ec2.amazonaws.com")
)
own = {"account_id": st.just(ACCOUNT_ID), "create_date": moments}


@st.composite
def policies(draw: st.DrawFn, account_id: str = ACCOUNT_ID) -> Policy:
    numbers = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=5)))
    versions = tuple(PolicyVersion(f"v{number}", draw(moments), draw(documents)) for number in numbers)
    return Policy(
        account_id=account_id,
        policy_name=draw(names),
        path=draw(paths),
        policy_id=draw(ids),
        create_date=draw(moments),
        update_date=draw(moments),
        default_version_id=draw(st.sampled_from(versions)).version_id,
        versions=versions,
        latest_version=numbers[-1] + draw(st.integers(0, 3)),
        description=draw(st.none() | described),
        is_attachable=draw(st.booleans()),
        tags=draw(tags),
    )


@st.composite
def guards(draw: st.DrawFn) -> Guard:
    kind = draw(st.sampled_from(GuardKind))
    if kind is GuardKind.NOBODY:
        acted = draw(listed(actions).filter(bool))
        return Guard(draw(words), kind, draw(listed(whom)), acted, draw(listed(resources)))
    if kind is GuardKind.NEVER_PUBLIC:
        return Guard(draw(words), kind, resources=draw(listed(resources)))
    if kind is GuardKind.NO_NEW_PATH:
        return Guard(draw(words), kind)
    case = GuardCase(
        draw(names),
        draw(listed(actions.filter(lambda text: "*" not in text)).filter(bool)),
        draw(listed(st.just("*") | resources).filter(bool)),
        draw(st.sampled_from(["allowed", "denied", "implicitDeny", "explicitDeny"])),
        draw(listed(st.tuples(words, listed(st.text(max_size=8))), lambda pair: pair[0])),
        draw(st.booleans()),
        draw(st.none() | st.just("10.0.0.7")),
        draw(st.none() | words),
    )
    return Guard(draw(words), kind, case=case)


NOUNS: dict[str, st.SearchStrategy[Any]] = {
    "settings": st.builds(
        AccountSettings,
        **own,
        alias=st.none() | st.just("acme-1"),
        root_email=st.none() | st.text(max_size=20),
        password_policy=st.none()
        | st.builds(
            PasswordPolicy,
            minimum_password_length=st.integers(6, 128),
            require_symbols=st.booleans(),
            max_password_age=st.integers(0, 1095),
            password_reuse_prevention=st.integers(0, 24),
            hard_expiry=st.booleans(),
        ),
        quotas=st.sampled_from(
            [(), (("RolesPerAccount", 2000),), (("GroupsPerAccount", 400), ("ACLSizePerRole", 4096))]
        ),
    ),
    "users": st.builds(
        User,
        **own,
        user_name=names,
        path=paths,
        user_id=ids,
        groups=listed(names, str.lower),
        attached_policies=listed(arns),
        inline_policies=inline,
        permissions_boundary=st.none() | arns,
        tags=tags,
    ),
    "groups": st.builds(
        Group, **own, group_name=names, path=paths, group_id=ids, attached_policies=listed(arns), inline_policies=inline
    ),
    "roles": st.builds(
        Role,
        **own,
        role_name=names,
        path=paths,
        role_id=ids,
        trust_policy=documents.filter(lambda document: document.text != "{}"),
        description=st.none() | described,
        max_session_duration=st.integers(3600, 43200),
        attached_policies=listed(arns),
        inline_policies=inline,
        permissions_boundary=st.none() | arns,
        tags=tags,
    ),
    "policies": policies(),
    "aws_policies": policies("aws"),
    "instance_profiles": st.builds(
        InstanceProfile,
        **own,
        instance_profile_name=names,
        path=paths,
        instance_profile_id=ids,
        roles=listed(names),
        tags=tags,
    ),
    "saml_providers": st.builds(
        SAMLProvider,
        **own,
        provider_name=words,
        metadata_document=st.text(max_size=40).map(lambda text: text + "<x/>" * 250),
        valid_until=moments,
        tags=tags,
        assertion_encryption_mode=st.sampled_from(["", "Required", "Allowed"]),
        private_keys=st.lists(
            st.builds(SAMLPrivateKey, st.text("ABC234", min_size=22, max_size=64), moments),
            max_size=2,
            unique_by=lambda key: key.key_id,
        ).map(tuple),
        strict=st.booleans(),
        allow_sha1=st.booleans(),
    ),
    "oidc_providers": st.builds(
        OIDCProvider,
        **own,
        url=st.text("abc.XYZ/:~-%é", min_size=1, max_size=60),
        client_ids=listed(st.text(min_size=1, max_size=30)),
        thumbprints=listed(st.text("0123456789abcdef", min_size=40, max_size=40)),
        tags=tags,
        jwks=st.none() | key_sets,
    ),
    "resource_policies": st.builds(
        ResourcePolicy,
        account_id=st.just(ACCOUNT_ID),
        resource_arn=st.builds("arn:aws:s3:::{}{}".format, words, paths),
        document=documents,
    ),
    "imports": st.builds(
        ImportRecord,
        **own,
        import_name=words,
        source=st.text(max_size=20),
        entities=listed(
            st.builds(
                ImportedEntity,
                st.sampled_from(["User", "Role", "Answer"]),
                ids,
                names,
                listed(st.builds(Spelling, st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))),
            )
        ),
        accepted_documents=listed(ids),
    ),
    "guards": st.builds(
        Guards,
        account_id=st.just(ACCOUNT_ID),
        guards=st.lists(guards(), max_size=4, unique_by=lambda guard: guard.name.lower()).map(tuple),
    ),
}


def test_every_kind_is_tried_here() -> None:
    assert NOUNS.keys() == KINDS.keys()


@pytest.mark.parametrize("shelf", NOUNS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_an_entity_is_the_same_after_its_file(shelf: str, data: st.DataObject) -> None:
    kind, noun = KINDS[shelf], data.draw(NOUNS[shelf])
    text = render_toml(to_table(kind, noun))
    assert parse(kind, text, kind.path(noun.name), ACCOUNT_ID, any_document) == noun


@pytest.mark.parametrize("shelf", NOUNS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_an_entity_is_the_same_after_its_row(shelf: str, data: st.DataObject) -> None:
    kind, noun = KINDS[shelf], data.draw(NOUNS[shelf])
    assert from_row(kind, to_row(kind, noun), ACCOUNT_ID) == noun


@pytest.mark.parametrize("shelf", ["users", "groups", "policies"])
def test_a_kind_is_paid_for_only_where_it_is_met(shelf: str) -> None:
    code = (
        "import sys; from iamctl.store import toml_store; from iamctl.store.codec.kinds import KINDS;"
        f"KINDS[{shelf!r}].codec; print(*sorted(m for m in sys.modules if m.startswith('iamctl.model.')))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    nouns = {"user", "group", "role", "policy", "instance_profile", "saml_provider", "oidc_provider", "import_record"}
    met = {module.rpartition(".")[2] for module in said} & nouns
    assert met == {{"users": "user", "groups": "group", "policies": "policy"}[shelf]}


def test_a_private_key_in_a_providers_file_is_a_mistake_with_its_place() -> None:
    text = (
        'url = "idp.example.com"\ncreate_date = 2024-01-01T00:00:00Z\n\n'
        '[[jwks.keys]]\nkty = "RSA"\nkid = "1"\nd = "c2VjcmV0"\nn = 5\n'
    )

    with pytest.raises(Mistakes) as raised:
        parse(KINDS["oidc_providers"], text, "providers/oidc/idp.example.com.toml", ACCOUNT_ID, lambda tree, kind: [])

    told = str(raised.value)
    assert "idp.example.com.toml:7:1: d is of a private key" in told
    assert "idp.example.com.toml:8:1: n of a key is a string or a list of strings." in told
    assert "c2VjcmV0" not in told
