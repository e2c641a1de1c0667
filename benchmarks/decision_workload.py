"""The workload of benchmarks/decisions.py: a user with some statements over three policies, a boundary, requests.

Statements have wildcards in actions and resources; of three, one has a StringEquals condition, one an IpAddress
condition. Half of the requests are allowed. The same figures give the same workload.
"""

from __future__ import annotations

import random
from typing import Any

USER = "arn:aws:iam::111122223333:user/alice"
SERVICES = ("s3", "dynamodb", "sqs", "sns", "lambda", "ec2", "logs", "kinesis", "secretsmanager", "ssm")
VERBS = ("Get", "List", "Put", "Delete", "Describe", "Create", "Update", "Tag")
REGION, OTHER_REGION = "eu-west-1", "us-east-1"
ADDRESS, OTHER_ADDRESS = "10.1.2.3", "192.0.2.9"


def workload(statements: int, requests: int = 2000) -> dict[str, Any]:
    """Policies and requests; each request has what a right answer is under `allowed`."""
    chance = random.Random(statements)
    listed = [_statement(number) for number in range(statements)]
    return {
        "statements": statements,
        "identity": [_document(listed[part::3]) for part in range(3)],
        "boundary": _document([{"Effect": "Allow", "Action": [f"{name}:*" for name in SERVICES], "Resource": "*"}]),
        "requests": [_request(chance, chance.randrange(statements), number % 2 == 0) for number in range(requests)],
    }


def _document(statements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}


def _statement(number: int) -> dict[str, Any]:
    service, verb = _service(number), _verb(number)
    statement: dict[str, Any] = {
        "Sid": f"S{number}",
        "Effect": "Allow",
        "Action": [f"{service}:{verb}*", f"{service}:Batch{verb}Item"],
        "Resource": f"arn:aws:{service}:::team-{number}/*",
    }
    if number % 3 == 1:
        statement["Condition"] = {"StringEquals": {"aws:RequestedRegion": REGION}}
    if number % 3 == 2:
        statement["Condition"] = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
    return statement


def _service(number: int) -> str:
    return SERVICES[number % len(SERVICES)]


def _verb(number: int) -> str:
    return VERBS[number // len(SERVICES) % len(VERBS)]


def _request(chance: random.Random, number: int, allowed: bool) -> dict[str, Any]:
    """A request that the statement allows, or one that fails for its action, resource, region or address."""
    request = {
        "action": f"{_service(number)}:{_verb(number)}Object{chance.randrange(20)}",
        "resource": f"arn:aws:{_service(number)}:::team-{number}/file-{chance.randrange(1000)}",
        "region": REGION,
        "ip": ADDRESS,
        "allowed": allowed,
    }
    if not allowed:
        wrong = chance.randrange(3)
        if wrong == 0 or (wrong == 2 and number % 3 == 0):
            request["action"] = f"{_service(number)}:Invoke"
        elif wrong == 1:
            request["resource"] = f"arn:aws:{_service(number)}:::nobody-{number}/file"
        else:
            request["region" if number % 3 == 1 else "ip"] = OTHER_REGION if number % 3 == 1 else OTHER_ADDRESS
    return request
