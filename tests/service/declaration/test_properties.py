"""Whatever a declaration says: it is made, made once, and an account that is written down makes itself."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.bootstrap import PublishedPolicies
from iamctl.model.account_settings import AccountSettings
from iamctl.service.declaration.plan import Plan, bootstrap, plan_of
from iamctl.service.service import Service
from iamctl.store.memory import MemoryStore
from iamctl.syntax.toml_render import render_toml

from .conftest import ACCOUNT_ID, NOW, declared

POLICIES, GROUPS, USERS, ROLES = ["P1", "P2"], ["g1", "g2", "g3"], ["u1", "u2", "u3"], ["r1", "r2"]
AWS = ["ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess"]


def document(action: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": [action], "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


documents = st.sampled_from(["s3:GetObject", "s3:PutObject", "iam:*"]).map(document)
paths = st.sampled_from(["/", "/a/", "/a/b/"])
tags = st.dictionaries(st.sampled_from(["team", "Stage", "é"]), st.sampled_from(["", "x", "a b"]), max_size=3)
attached = st.lists(st.sampled_from([*POLICIES, *AWS]), unique=True, max_size=3)
inline = st.dictionaries(st.sampled_from(["I1", "I2"]), documents, max_size=2)
boundaries = st.sampled_from(["", *POLICIES, AWS[0]])
trusts = st.sampled_from(
    [
        {"service": "ec2.amazonaws.com"},
        {"account": "444455556666", "external_id": "xy"},
        {"users": ["u1"], "roles": ["r2", "r1"], "require_mfa": True},
    ]
)


def tables(names: list[str], keys: dict[str, st.SearchStrategy[Any]], *, all_of: bool = False) -> Any:
    """Some of the names, each with some of the keys."""
    table = st.fixed_dictionaries({}, optional=keys)
    some = st.just(names) if all_of else st.lists(st.sampled_from(names), unique=True)
    return some.flatmap(
        lambda chosen: st.tuples(*(table.map(lambda keys, name=name: {"name": name, **keys}) for name in chosen)).map(
            list
        )
    )


identity = {"attached_policies": attached, "inline_policies": inline}
declarations = st.fixed_dictionaries(
    {
        "policy": tables(POLICIES, {"tags": tags}, all_of=True).flatmap(
            lambda listed: st.tuples(
                *(documents.map(lambda text, one=one: {**one, "document": text}) for one in listed)
            ).map(list)
        ),
        "group": tables(GROUPS, {**identity, "path": paths}, all_of=True),
        "user": tables(
            USERS,
            {
                **identity,
                "path": paths,
                "groups": st.lists(st.sampled_from(GROUPS), unique=True),
                "permissions_boundary": boundaries,
                "tags": tags,
            },
            all_of=True,
        ),
        "role": tables(
            ROLES,
            {**identity, "permissions_boundary": boundaries, "tags": tags, "max_session_duration": st.just(7200)},
            all_of=True,
        ).flatmap(
            lambda listed: st.tuples(
                *(trusts.map(lambda trust, one=one: {**one, "trust": trust}) for one in listed)
            ).map(list)
        ),
    }
)
PUBLISHED = PublishedPolicies()
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def empty_account() -> Service:
    numbers = count(1)
    return Service(
        MemoryStore(AccountSettings(account_id=ACCOUNT_ID, create_date=NOW)),
        now=lambda: NOW,
        new_id=lambda prefix: f"{prefix}{next(numbers):017}",
        aws_policies=PUBLISHED,
        caller=f"arn:aws:iam::{ACCOUNT_ID}:root",
    )


def made(service: Service, text: str, *, prune: bool = False) -> Plan:
    with service.change() as change:
        plan = plan_of(change.account, declared(text), prune=prune)
        change.call(bootstrap, plan, file="a.toml", counts=plan.counts)
    return plan


def written_down(service: Service) -> str:
    """The account as a declaration that says every key; the order of tags is no difference."""
    with service.reading() as account:
        everything: dict[str, Any] = {
            "policy": [
                {
                    "name": one.policy_name,
                    "path": one.path,
                    "document": one.default_version.document.tree,
                    "tags": dict(sorted(one.tags)),
                }
                for one in account.policies.all()
            ],
            "group": [{"name": one.group_name, **carried(one)} for one in account.groups.all()],
            "user": [
                {"name": one.user_name, **carried(one), **bounded(one), "groups": list(one.groups)}
                for one in account.users.all()
            ],
            "role": [
                {
                    "name": one.role_name,
                    **carried(one),
                    **bounded(one),
                    "trust_policy": one.trust_policy.tree,
                    "max_session_duration": one.max_session_duration,
                }
                for one in account.roles.all()
            ],
        }
    return render_toml({kind: listed for kind, listed in everything.items() if listed})


def carried(one: Any) -> dict[str, Any]:
    inline_policies = [{"name": name, "document": text.tree} for name, text in one.inline_policies]
    return {"path": one.path, "attached_policies": list(one.attached_policies), "inline_policies": inline_policies}


def bounded(one: Any) -> dict[str, Any]:
    return {"permissions_boundary": one.permissions_boundary or "", "tags": dict(sorted(one.tags))}


@few
@given(declarations)
def test_a_declaration_is_made_and_then_changes_nothing(wanted: dict[str, Any]) -> None:
    service, text = empty_account(), render_toml(wanted)

    first = made(service, text)

    assert first.counts.created == len(POLICIES) + len(GROUPS) + len(USERS) + len(ROLES)
    assert made(service, text).is_empty
    assert made(service, text, prune=True).is_empty


@few
@given(declarations, declarations)
def test_what_came_before_makes_no_difference_when_pruning(before: dict[str, Any], wanted: dict[str, Any]) -> None:
    used, fresh = empty_account(), empty_account()
    made(used, render_toml(before))

    made(used, render_toml(wanted), prune=True)
    made(fresh, render_toml(wanted))

    assert written_down(used) == written_down(fresh)


@few
@given(declarations)
def test_an_account_that_is_written_down_makes_itself(wanted: dict[str, Any]) -> None:
    service, other = empty_account(), empty_account()
    made(service, render_toml(wanted))
    text = written_down(service)

    made(other, text)

    assert made(service, text, prune=True).is_empty
    assert written_down(other) == text


@few
@given(declarations)
def test_pruning_to_nothing_leaves_nothing(wanted: dict[str, Any]) -> None:
    service = empty_account()
    created = made(service, render_toml(wanted)).counts.created

    plan = made(service, "", prune=True)

    assert plan.counts.removed == created
    assert written_down(service) == ""
