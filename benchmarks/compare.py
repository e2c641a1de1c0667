"""What comparing permissions costs, start-up apart: pairs of policies by size, with and without conditions.

    python benchmarks/compare.py [--sizes 10,30,100,300] [--runs 5]

Policies are made up so that their statements overlap: services, actions and resources with two stars, networks, tags
and dates, always the same for the same figures. `respelt` is the same policy in other words (statements in another
order, lists split and joined, patterns that others cover added), `one wider` has one statement more wide, `unrelated`
is another draw. Every comparison is done in a process that has imported everything and remembers nothing.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from typing import Any, NamedTuple

from iamctl.analysis.permissions import languages, patterns, values
from iamctl.analysis.permissions.compare import Difference, compare
from iamctl.analysis.permissions.from_policies import permissions_of_layer
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.model.document import Document
from iamctl.reference.managed_policies import ManagedPolicies
from iamctl.service.comparing.known_actions import KnownActions, new_space

Statements = list[dict[str, Any]]
NAMES = ("Get", "Put", "List", "Delete", "Describe")
SERVICES = ("s3", "sqs", "sns", "dynamodb", "lambda", "logs", "kms", "ec2")


class Target(NamedTuple):
    """The longest that a pair may take, in seconds."""

    size: int
    conditions: bool
    seconds: float


TARGETS = (Target(10, False, 0.01), Target(10, True, 0.01), Target(100, False, 0.15), Target(100, True, 0.5))


def policy(chance: random.Random, size: int, *, conditions: bool) -> Statements:
    """Statements that overlap with one another."""
    return [_statement(chance, size, conditions=conditions) for _ in range(size)]


def _statement(chance: random.Random, size: int, *, conditions: bool) -> dict[str, Any]:
    service = chance.choice(SERVICES)
    actions = [f"{service}:{chance.choice(NAMES)}*" for _ in range(chance.randint(1, 3))]
    resources = [f"arn:aws:{service}:::b{chance.randrange(1 + size // 4)}*/{chance.choice('abc')}*" for _ in range(2)]
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
    if conditions:
        statement["Condition"] = {
            "IpAddress": {"aws:SourceIp": [f"10.{chance.randrange(16)}.0.0/{chance.choice((8, 16))}"]},
            "StringLike": {"aws:PrincipalTag/team": [f"{chance.choice('abc')}*"]},
        }
    return statement


def respelt(chance: random.Random, statements: Statements) -> Statements:
    """The same permissions in other words."""
    found: Statements = []
    for statement in statements:
        if chance.random() < 0.5:
            found += [{**statement, "Resource": [resource]} for resource in statement["Resource"]]
        else:
            narrower = [resource.replace("*/", "1*/", 1) for resource in statement["Resource"]]
            found.append({**statement, "Resource": [*narrower, *statement["Resource"]]})
    chance.shuffle(found)
    return found


def one_wider(chance: random.Random, statements: Statements) -> Statements:
    """The same with the resource of one statement widened."""
    found = respelt(chance, statements)
    found[len(found) // 2] = {**found[len(found) // 2], "Resource": ["arn:aws:*:::b*"]}
    return found


def measured(before: Statements, after: Statements, runs: int) -> tuple[float, Difference]:
    """The median of the runs, in seconds, and the last answer."""
    times = []
    difference = Difference()
    layers = [Layer([NamedDocument("p", _document(each))]) for each in (before, after)]
    for _ in range(runs):
        _forget()
        start = time.perf_counter()
        difference = compare(permissions_of_layer(layers[0]), permissions_of_layer(layers[1]))
        times.append(time.perf_counter() - start)
    return statistics.median(times), difference


def _document(statements: Statements) -> Document:
    return Document.of({"Version": "2012-10-17", "Statement": statements})


def _forget() -> None:
    for module in (languages, patterns, values):
        for remembered in vars(module).values():
            if hasattr(remembered, "cache_clear"):
                remembered.cache_clear()


def synthetic(sizes: list[int], runs: int) -> None:
    """The made-up pairs, one line each."""
    targets = {(each.size, each.conditions): each.seconds for each in TARGETS}
    print("| statements | conditions | pair | relation | gained + lost | ms | target | |")
    print("| ---: | --- | --- | --- | ---: | ---: | ---: | --- |")
    for conditions in (False, True):
        for size in sizes:
            chance = random.Random(size)
            base = policy(chance, size, conditions=conditions)
            pairs = {
                "respelt": respelt(chance, base),
                "one wider": one_wider(chance, base),
                "unrelated": policy(chance, size, conditions=conditions),
            }
            for name, other in pairs.items():
                seconds, found = measured(base, other, runs)
                target = targets.get((size, conditions))
                verdict = "" if target is None else "met" if seconds <= target else "missed"
                wanted = "" if target is None else f"{target * 1000:.0f}"
                count = f"{len(found.gained)} + {len(found.lost)}"
                word = "with" if conditions else "without"
                relation = found.relation.value
                print(
                    f"| {size} | {word} | {name} | {relation} | {count} | {seconds * 1000:.1f} | {wanted} | {verdict} |"
                )
                sys.stdout.flush()


def managed(runs: int) -> None:
    """AWS's policies against one another, with witnesses of known actions."""
    policies = ManagedPolicies()
    print("| before | after | relation | gained + lost | ms | target | |")
    print("| --- | --- | --- | ---: | ---: | ---: | --- |")
    for before, after in (
        ("ReadOnlyAccess", "PowerUserAccess"),
        ("ReadOnlyAccess", "SecurityAudit"),
        ("ViewOnlyAccess", "ReadOnlyAccess"),
        ("AdministratorAccess", "PowerUserAccess"),
        ("AmazonEC2FullAccess", "AmazonEC2ReadOnlyAccess"),
    ):
        layers = []
        for name in (before, after):
            found = policies.find(name)
            assert found is not None
            layers.append(Layer([NamedDocument(name, found.default_version.document)]))
        times = []
        difference = Difference()
        for _ in range(runs):
            _forget()
            sides = [permissions_of_layer(layer) for layer in layers]
            start = time.perf_counter()
            difference = compare(sides[0], sides[1], new_space(), catalog=KnownActions())
            times.append(time.perf_counter() - start)
        seconds = statistics.median(times)
        count = f"{len(difference.gained)} + {len(difference.lost)}"
        verdict = "met" if seconds <= 2 else "missed"
        print(
            f"| {before} | {after} | {difference.relation.value} | {count} | {seconds * 1000:.0f} | 2000 | {verdict} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10,30,100,300", help="statements of a policy")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    synthetic([int(size) for size in given.sizes.split(",")], given.runs)
    print()
    managed(given.runs)


if __name__ == "__main__":
    main()
