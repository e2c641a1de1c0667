"""One counterpart on the workload of benchmarks/decisions.py; runs in the benchmark's own environment.

    python decision_peers.py NAME WORKLOAD.json

Prints JSON: how many decisions a second, and the share of them that are right. Each counterpart gets its policies
parsed beforehand where it can, and conditions where it has a notion of them.
"""

from __future__ import annotations

import collections
import collections.abc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Decide = Callable[[dict[str, Any]], bool]
SECONDS = 2.0


def moto(given: dict[str, Any]) -> Decide:
    """moto.iam.access_control: the identity policies and the boundary, each asked; conditions are passed over."""
    from moto.iam.access_control import IAMPolicy, PermissionResult

    identity = [IAMPolicy(json.dumps(each)) for each in given["identity"]]
    boundary = IAMPolicy(json.dumps(given["boundary"]))
    permitted, denied = PermissionResult.PERMITTED, PermissionResult.DENIED

    def decide(request: dict[str, Any]) -> bool:
        action, resource = request["action"], request["resource"]
        results = [each.is_action_permitted(action, resource) for each in identity]
        if denied in results or permitted not in results:
            return False
        return boundary.is_action_permitted(action, resource) is permitted

    return decide


def pmapper(given: dict[str, Any]) -> Decide:
    """principalmapper's local check, with its conditions and the boundary."""
    for name in ("Mapping", "MutableMapping", "OrderedDict"):  # it was written for Pythons that had them here
        setattr(collections, name, getattr(collections.abc, name, None) or getattr(collections, name))
    from principalmapper.common import Node, Policy
    from principalmapper.querying.query_interface import local_check_authorization
    from principalmapper.util.case_insensitive_dict import CaseInsensitiveDict

    arn = "arn:aws:iam::111122223333:policy/p"
    policies = [Policy(f"{arn}{number}", f"p{number}", each) for number, each in enumerate(given["identity"])]
    boundary = Policy(f"{arn}b", "b", given["boundary"])
    user = "arn:aws:iam::111122223333:user/alice"
    node = Node(user, "AIDAALICE", policies, [], None, None, 0, False, False, boundary, False, None)

    def decide(request: dict[str, Any]) -> bool:
        context = CaseInsensitiveDict({"aws:RequestedRegion": request["region"], "aws:SourceIp": request["ip"]})
        return bool(local_check_authorization(node, request["action"], request["resource"], context))

    return decide


def pycasbin(given: dict[str, Any]) -> Decide:
    """casbin: a line for each action and resource, with columns for region and network."""
    import casbin

    model = casbin.Model()
    model.load_model_from_text(
        "[request_definition]\nr = act, obj, region, ip\n[policy_definition]\np = act, obj, region, net, eft\n"
        "[policy_effect]\ne = some(where (p.eft == allow)) && !some(where (p.eft == deny))\n[matchers]\n"
        "m = keyMatch(r.act, p.act) && keyMatch(r.obj, p.obj)"
        ' && (p.region == "*" || r.region == p.region) && (p.net == "*" || ipMatch(r.ip, p.net))\n'
    )
    identity = casbin.Enforcer(model)
    for document in given["identity"]:
        for statement in document["Statement"]:
            condition = statement.get("Condition", {})
            region = condition.get("StringEquals", {}).get("aws:RequestedRegion", "*")
            network = condition.get("IpAddress", {}).get("aws:SourceIp", "*")
            for action in statement["Action"]:
                identity.add_policy(action, statement["Resource"], region, network, "allow")
    services = tuple(f"{name.partition(':')[0]}:" for name in given["boundary"]["Statement"][0]["Action"])
    # The boundary's one statement is a list of prefixes, which costs nothing to test.

    def decide(request: dict[str, Any]) -> bool:
        action = request["action"]
        asked = (action, request["resource"], request["region"], request["ip"])
        return bool(action.startswith(services) and identity.enforce(*asked))

    return decide


def cedarpy_requests(given: dict[str, Any]) -> tuple[Any, Any, list[dict[str, Any]]]:
    import cedarpy

    lines = []
    for document in given["identity"]:
        for statement in document["Statement"]:
            condition = statement.get("Condition", {})
            tests = [" || ".join(f'context.action like "{action}"' for action in statement["Action"])]
            tests = [f"({tests[0]})", f'context.resource like "{statement["Resource"]}"']
            if "StringEquals" in condition:
                tests.append(f'context.region == "{condition["StringEquals"]["aws:RequestedRegion"]}"')
            if "IpAddress" in condition:
                tests.append(f'context.ip.isInRange(ip("{condition["IpAddress"]["aws:SourceIp"]}"))')
            lines.append(f'permit(principal == User::"alice", action, resource) when {{ {" && ".join(tests)} }};')
    services = given["boundary"]["Statement"][0]["Action"]
    within = " || ".join(f'context.action like "{action}"' for action in services)
    lines.append(f'forbid(principal == User::"alice", action, resource) unless {{ {within} }};')
    text = "\n".join(lines)
    policies = cedarpy.PolicySet.from_str(text) if hasattr(cedarpy, "PolicySet") else text
    entities = cedarpy.Entities.from_json_str("[]") if hasattr(cedarpy, "Entities") else []
    requests = [
        {
            "principal": 'User::"alice"',
            "action": 'Action::"any"',
            "resource": 'Resource::"any"',
            "context": {
                "action": each["action"],
                "resource": each["resource"],
                "region": each["region"],
                "ip": {"__extn": {"fn": "ip", "arg": each["ip"]}},
            },
        }
        for each in given["requests"]
    ]
    return policies, entities, requests


def measure_cedarpy(given: dict[str, Any]) -> tuple[float, float]:
    """cedarpy: policies and entities parsed once, requests in batches of 500."""
    import cedarpy

    policies, entities, requests = cedarpy_requests(given)
    batches = [requests[at : at + 500] for at in range(0, len(requests), 500)]
    answers = [each.allowed for batch in batches for each in cedarpy.is_authorized_batch(batch, policies, entities)]
    right = sum(answer == each["allowed"] for answer, each in zip(answers, given["requests"], strict=True))
    decided, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < SECONDS:
        batch = batches[decided // 500 % len(batches)]
        cedarpy.is_authorized_batch(batch, policies, entities)
        decided += len(batch)
    return decided / spent, right / len(answers)


def measure(decide: Decide, requests: list[dict[str, Any]]) -> tuple[float, float]:
    """Decisions a second over at least two seconds, and the share of right ones."""
    right = sum(decide(each) == each["allowed"] for each in requests)
    decided, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < SECONDS:
        for each in requests[decided % len(requests) : decided % len(requests) + 100]:
            decide(each)
        decided += 100
    return decided / spent, right / len(requests)


def main() -> None:
    name, path = sys.argv[1:]
    given = json.loads(Path(path).read_text("utf-8"))
    if name == "cedarpy":
        rate, right = measure_cedarpy(given)
    else:
        peers = {"moto": moto, "principalmapper": pmapper, "pycasbin": pycasbin}
        rate, right = measure(peers[name](given), given["requests"])
    print(json.dumps({"rate": rate, "right": right}))


if __name__ == "__main__":
    main()
