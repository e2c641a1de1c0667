"""A declaration of an account of any size, always the same for the same figures.

    python benchmarks/accounts.py --users 5000 --groups 300 --roles 1000 --policies 1500 > account.toml
    iamctl bootstrap account.toml

The defaults of `--users` and its siblings are AWS's ceilings without a request to raise them. Names, paths, tags,
documents and attachments are as in accounts that people have: teams with a few groups each, most users in two of
them, half of the roles for services, boundaries on what workloads use.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator

TEAMS = ("core", "shop", "search", "billing", "data", "mobile", "platform", "security", "growth", "support")
STAGES = ("dev", "test", "prod")
REGIONS = ("eu-central-1", "eu-west-1", "us-east-1")
SERVICES = ("ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "states.amazonaws.com")
AWS_POLICIES = ("ReadOnlyAccess", "PowerUserAccess", "IAMUserChangePassword", "AmazonS3ReadOnlyAccess", "SecurityAudit")
WORK = (
    ("s3", "arn:aws:s3:::{team}-{stage}-{number}/*", ("GetObject", "PutObject", "DeleteObject", "ListBucket")),
    (
        "dynamodb",
        "arn:aws:dynamodb:*:111122223333:table/{team}-{number}",
        ("GetItem", "PutItem", "Query", "UpdateItem"),
    ),
    ("sqs", "arn:aws:sqs:*:111122223333:{team}-{stage}-{number}", ("SendMessage", "ReceiveMessage", "DeleteMessage")),
    ("logs", "arn:aws:logs:*:111122223333:log-group:/{team}/*", ("CreateLogStream", "PutLogEvents", "GetLogEvents")),
    ("secretsmanager", "arn:aws:secretsmanager:*:111122223333:secret:{team}/*", ("GetSecretValue", "DescribeSecret")),
)


def declaration(*, users: int, groups: int, roles: int, policies: int) -> Iterator[str]:
    """The text of a declaration, table by table."""
    chance = random.Random(20260101)
    yield '[account]\nid = "111122223333"\nalias = "benchmark"\n'
    yield "\n[password_policy]\nminimum_password_length = 14\nrequire_numbers = true\n"
    for number in range(policies):
        yield _policy(chance, number)
    for number in range(groups):
        yield _group(chance, number, policies)
    for number in range(users):
        yield _user(chance, number, groups, policies)
    for number in range(roles):
        yield _role(chance, number, policies)


def _policy(chance: random.Random, number: int) -> str:
    team, stage = chance.choice(TEAMS), chance.choice(STAGES)
    statements = "".join(
        f"\n[[policy.document.Statement]]\n{_statement(chance, number, team, stage)}"
        for _ in range(chance.randint(1, 4))
    )
    return (
        f'\n[[policy]]\nname = "{_policy_name(number)}"\npath = "/{team}/"\n'
        f'description = "What {team} may do in {stage}"\ntags = {{ team = "{team}", stage = "{stage}" }}\n'
        f'\n[policy.document]\nVersion = "2012-10-17"\n{statements}'
    )


def _statement(chance: random.Random, number: int, team: str, stage: str) -> str:
    service, resource, verbs = chance.choice(WORK)
    actions = ", ".join(f'"{service}:{verb}"' for verb in chance.sample(verbs, chance.randint(1, len(verbs))))
    text = (
        f'Effect = "{"Deny" if chance.random() < 0.1 else "Allow"}"\nAction = [{actions}]\n'
        f'Resource = "{resource.format(team=team, stage=stage, number=number)}"\n'
    )
    if chance.random() < 0.4:
        text += f'Condition = {{ StringEquals = {{ "aws:RequestedRegion" = "{chance.choice(REGIONS)}" }} }}\n'
    return text


def _group(chance: random.Random, number: int, policies: int) -> str:
    team = chance.choice(TEAMS)
    return f'\n[[group]]\nname = "{_group_name(number)}"\npath = "/{team}/"\n{_attached(chance, policies, 3)}'


def _user(chance: random.Random, number: int, groups: int, policies: int) -> str:
    team = chance.choice(TEAMS)
    member = ", ".join(
        f'"{_group_name(one)}"' for one in chance.sample(range(groups), min(groups, chance.randint(1, 3)))
    )
    text = (
        f'\n[[user]]\nname = "user-{number:05}"\npath = "/people/{team}/"\ngroups = [{member}]\n'
        f'tags = {{ team = "{team}", mail = "user-{number:05}@example.com", cost-center = "{number % 97}" }}\n'
    )
    if chance.random() < 0.2:
        text += _attached(chance, policies, 2)
    if policies and chance.random() < 0.3:
        text += f'permissions_boundary = "{_policy_name(chance.randrange(policies))}"\n'
    if chance.random() < 0.1:
        stage = chance.choice(STAGES)
        text += (
            '\n[[user.inline_policies]]\nname = "Own"\n\n[user.inline_policies.document]\nVersion = "2012-10-17"\n'
            f"\n[[user.inline_policies.document.Statement]]\n{_statement(chance, number, team, stage)}"
        )
    return text


def _role(chance: random.Random, number: int, policies: int) -> str:
    team = chance.choice(TEAMS)
    trust = (
        f'{{ service = "{chance.choice(SERVICES)}" }}'
        if number % 2
        else f'{{ account = "{444455556666 + number % 7}", external_id = "{team}-{number}" }}'
    )
    boundary = f'permissions_boundary = "{_policy_name(number % policies)}"\n' if policies and number % 3 == 0 else ""
    return (
        f'\n[[role]]\nname = "{team}-role-{number:05}"\npath = "/workload/{team}/"\ndescription = "Work of {team}"\n'
        f'trust = {trust}\n{boundary}{_attached(chance, policies, 4)}tags = {{ team = "{team}" }}\n'
    )


def _attached(chance: random.Random, policies: int, most: int) -> str:
    own = chance.sample(range(policies), min(policies, chance.randint(1, most)))
    names = [_policy_name(number) for number in own]
    if chance.random() < 0.5:
        names.append(chance.choice(AWS_POLICIES))
    listed = ", ".join(f'"{name}"' for name in names)
    return f"attached_policies = [{listed}]\n"


def _policy_name(number: int) -> str:
    return f"Work-{number:05}"


def _group_name(number: int) -> str:
    return f"{TEAMS[number % len(TEAMS)]}-{number:04}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the declaration of an account to stdout.")
    parser.add_argument("--users", type=int, default=5000)
    parser.add_argument("--groups", type=int, default=300)
    parser.add_argument("--roles", type=int, default=1000)
    parser.add_argument("--policies", type=int, default=1500)
    figures = vars(parser.parse_args())
    sys.stdout.writelines(declaration(**figures))


if __name__ == "__main__":
    main()
