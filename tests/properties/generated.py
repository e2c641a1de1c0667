"""Requests and policies made at random, from vocabularies so small that statements often fit.

One generator for two drivers: hypothesis, which shrinks what it finds, and a plain random source, which is faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

A, B = "111122223333", "444455556666"
PRINCIPALS: tuple[dict[str, Any], ...] = (
    {"kind": "user", "arn": f"arn:aws:iam::{A}:user/alice", "unique_ids": ["AIDAALICE"]},
    {"kind": "user", "arn": f"arn:aws:iam::{B}:user/eve"},
    {
        "kind": "role session",
        "arn": f"arn:aws:sts::{A}:assumed-role/R/s",
        "parent": f"arn:aws:iam::{A}:role/R",
        "unique_ids": ["AROAR:s", "AROAR"],
    },
    {"kind": "role session", "arn": f"arn:aws:sts::{B}:assumed-role/X/s", "parent": f"arn:aws:iam::{B}:role/X"},
    {
        "kind": "role session",
        "arn": f"arn:aws:sts::{A}:assumed-role/S/s",
        "parent": f"arn:aws:iam::{A}:role/S",
        "is_service_linked": True,
    },
    {"kind": "federated user", "arn": f"arn:aws:sts::{A}:federated-user/f", "parent": f"arn:aws:iam::{A}:user/alice"},
    {"kind": "root user", "arn": f"arn:aws:iam::{A}:root"},
    {"kind": "root user", "arn": f"arn:aws:iam::{B}:root"},
    {"kind": "service", "arn": "ec2.amazonaws.com"},
    {"kind": "federated identity", "arn": "accounts.google.com"},
    {"kind": "anonymous", "arn": "anonymous"},
)
NAMES: tuple[Any, ...] = (
    "*",
    *(
        {"AWS": name}
        for name in ("*", A, B, f"arn:aws:iam::{A}:root", "AROAR", "AIDAALICE", f"arn:aws:iam::{A}:user/*")
    ),
    *({"AWS": each["arn"]} for each in PRINCIPALS[:8]),
    *({"AWS": [each["arn"], each.get("parent", A)]} for each in PRINCIPALS[:6]),
    *({"AWS": [each["arn"], each.get("parent", A), A]} for each in PRINCIPALS[:6]),
    *({"AWS": [each["arn"], A]} for each in PRINCIPALS[2:6]),
    {"AWS": f"arn:aws:iam::{A}:role/R"},
    {"AWS": f"arn:aws:iam::{B}:role/X"},
    {"Service": "ec2.amazonaws.com"},
    {"Federated": "accounts.google.com", "AWS": B},
    {"Service": ["lambda.amazonaws.com", "*"], "AWS": f"arn:aws:iam::{A}:user/alice"},
    {"AWS": []},
)
TARGETS = (
    ("s3:GetObject", "arn:aws:s3:::b/alice"),
    ("s3:GetObject", "arn:aws:s3:::b/*"),
    ("S3:PutObject", "arn:aws:s3:::b/a/b"),
    ("s3:ListAllMyBuckets", "*"),
    ("kms:Decrypt", f"arn:aws:kms:us-east-1:{A}:key/1"),
    ("sts:AssumeRole", f"arn:aws:iam::{A}:role/T"),
    ("sts:TagSession", f"arn:aws:iam::{A}:role/T"),
    ("sts:AssumeRoleWithWebIdentity", f"arn:aws:iam::{A}:role/T"),
)
ACTIONS: tuple[Any, ...] = (
    *("*", "*", "s3:*", "s3:Get*", "S3:?etObject", "s3:*Object", "s3:GetObject", "sts:*", "sts:AssumeRole*", "kms:*"),
    ["s3:PutObject", "kms:Decrypt"],
    ["s3:L*", "iam:*", "sts:A*R*e"],
    [],
)
RESOURCES: tuple[Any, ...] = (
    *(
        "*",
        "*",
        "*",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::*/a*",
        "arn:aws:s3:::b/?????",
        "arn:*",
        "arn:aws:s3:*",
        "arn:aws:iam::*:role/T",
    ),
    *(
        "arn:aws:s3:::b/${aws:username}",
        "arn:aws:s3:::b/${*}",
        "arn:aws:s3:::${t:One,'b'}/*",
        "${t:Two}",
        "${t:Many, 'x'}*",
        "*/alice",
    ),
    ["arn:aws:kms:*:*:key/*", "arn:aws:s3:::b/al??e"],
    ["arn:aws:s3:::c/*", "arn:aws:s3:::b/a/*"],
    [],
)
TEXTS = (
    "alice",
    "Alice",
    "a*",
    "*",
    "??",
    "",
    "a",
    "${aws:username}",
    "${t:One}-x",
    "${t:One, 'a'}",
    "${*}",
    "${t:Many, 'a'}",
    "b-x",
    "\U00010400",
    "ſ",
    "S",
    "${",
    "é",
)
NUMBERS = (
    "1",
    "01",
    "+1",
    "1.0",
    "1e0",
    "2",
    "-3.5",
    "10",
    "1E1",
    ".5",
    "1.",
    "NaN",
    "one",
    "",
    "9007199254740993",
    "9007199254740992",
    "-0",
    "0",
)
DATES = (
    "2026-01-01T00:00:00Z",
    "2026-01-01",
    "2026-01-01T01:00:00+01:00",
    "1767225600",
    "+1767225600",
    "2026-01-01T00:00:00.001Z",
    "2026-01-01T00:00:00.0019Z",
    "2025-12-31T23:59Z",
    "2026-02-30",
    "2026-13-01",
    "never",
    "",
    "2026",
    "2026-01",
    "0",
    "9223372036854775808",
)
ADDRESSES = (
    "203.0.113.7",
    "203.0.113.0/24",
    "203.0.113.9/24",
    "0.0.0.0/0",
    "::/0",
    "2001:db8::1",
    "2001:DB8:0:0:0:0:0:1",
    "2001:db8::/32",
    "2001:db8::1/32",
    "::ffff:203.0.113.7",
    "::ffff:cb00:7107",
    "203.000.113.007",
    "203.0.113.0/+24",
    "203.0.113.7/33",
    "nowhere",
    "",
    "::1.2.3.4",
    "::ffff:0:0/96",
    "1::2::3",
    "fe80::1%1",
)
ARNS = (
    "arn:aws:s3:::b",
    "arn:aws:s3:::*",
    "arn:aws:s3:*:*:b",
    "arn:*:s3:::b",
    "*",
    "b",
    "",
    "arn:aws:sns:us-east-1:111122223333:t:s",
    "arn:aws:sns:*:111122223333:t*",
    "arn:aws:sns:*:s",
    "arn:aws:s3:::${t:One}",
    "${t:Two}",
    "a?n:aws:s3:::b",
    "arn:aws:s3:::B",
)
BOOLEANS = ("true", "false", "TRUE", "", "yes", "${t:One}")
BINARIES = ("QmluYXJ5", "qmluyxj5", "YQ==", "YR==", "!", "")
VALUES = {
    "String": TEXTS,
    "Numeric": NUMBERS,
    "Date": DATES,
    "Ip": ADDRESSES,
    "NotIp": ADDRESSES,
    "Arn": ARNS,
    "Bool": BOOLEANS,
    "Binary": BINARIES,
    "Null": ("true", "false", "TRUE", "x"),
}
COMPARED = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERATORS = (
    *(
        f"String{said}"
        for said in ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
    ),
    *(f"Numeric{said}" for said in COMPARED),
    *(f"Date{said}" for said in COMPARED),
    *(
        "Bool",
        "BinaryEquals",
        "IpAddress",
        "NotIpAddress",
        "ArnEquals",
        "ArnLike",
        "ArnNotEquals",
        "ArnNotLike",
        "Null",
    ),
)
KEYS = ("t:One", "T:one", "t:Two", "t:Many", "t:Absent", "aws:username")


def merged(conditions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All of the conditions as one; of two under one operator the last."""
    return {operator: keys for condition in conditions for operator, keys in condition.items()}


class Maker:
    """Makes cases from a source of choices: `pick(n)` is a number below n."""

    def __init__(self, pick: Callable[[int], int]) -> None:
        self.pick = pick

    def one(self, options: Sequence[Any]) -> Any:
        return options[self.pick(len(options))]

    def chance(self, of: int) -> bool:
        """True once in so many times; hypothesis shrinks it to False."""
        return self.pick(of) == of - 1

    def case(self, principals: Sequence[dict[str, Any]] = PRINCIPALS) -> dict[str, Any]:
        """A request and its policies, in the form that tests/engine/given.py reads."""
        action, resource = self.one(TARGETS)
        context, conditions = self.context_and_conditions()
        request = {"principal": self.one(principals), "action": action, "resource": resource, "context": context}
        if self.chance(2):
            request["resource_account"] = self.one((A, B))
        case: dict[str, Any] = {"request": request, "identity": self.documents(conditions)}
        if self.chance(3):
            case["boundary"] = self.documents(conditions)
        if self.chance(3):
            case["session"] = self.documents(conditions)
        if self.chance(2):
            case["resource"] = self.documents(conditions, named=True)
        if self.chance(4):
            case["scp"] = [self.documents(conditions) for _ in range(1 + self.pick(2))]
        if self.chance(4):
            case["rcp"] = [self.documents(conditions, everybody=True) for _ in range(1 + self.pick(2))]
        return case

    def conditional_case(self) -> dict[str, Any]:
        """A user's request that hangs on conditions alone: an Allow, or an Allow and a Deny."""
        context, conditions = self.context_and_conditions()
        request = {
            "principal": PRINCIPALS[0],
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::b/alice",
            "context": context,
        }
        version = self.one(("2012-10-17", "2012-10-17", "2008-10-17"))
        everything = {"Action": "*", "Resource": "*"}
        if self.chance(2):
            statements = [{"Effect": "Allow", **everything, "Condition": merged(conditions)}]
        else:
            denying = [{"Effect": "Deny", **everything, "Condition": each} for each in conditions]
            statements = [{"Effect": "Allow", **everything}, *denying]
        return {"request": request, "identity": [{"Version": version, "Statement": statements}]}

    def context_and_conditions(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """A few conditions that the statements share, and a context whose values are of their kind."""
        context: dict[str, Any] = {}
        conditions = []
        for _ in range(1 + self.pick(2)):
            operator = self.one(OPERATORS)
            kind = next(kind for kind in VALUES if operator.startswith(kind))
            values = VALUES[kind] if kind != "Null" else TEXTS
            for key in ("t:One", "t:Two"):
                if not self.chance(5):
                    context[key] = self.one(values)
            if not self.chance(4):
                context["t:Many"] = [self.one(values) for _ in range(self.pick(3))]
            conditions.append(self.condition(operator, VALUES[kind]))
        if self.chance(2):
            context["aws:username"] = self.one(("alice", "*", "a"))
        return context, conditions

    def condition(self, operator: str, values: Sequence[str]) -> dict[str, Any]:
        name = operator
        if operator != "Null":
            name = self.one(("", "", "ForAllValues:", "ForAnyValue:")) + operator + self.one(("", "", "IfExists"))
        wanted = [self.one(values) for _ in range(1 + self.pick(3))]
        return {name: {self.one(KEYS): wanted[0] if len(wanted) == 1 else wanted}}

    def documents(
        self, conditions: list[dict[str, Any]], *, named: bool = False, everybody: bool = False
    ) -> list[dict[str, Any]]:
        found = []
        for _ in range(self.one((1, 1, 1, 2, 2, 0))):
            statements = [
                self.statement(conditions, named=named, everybody=everybody)
                for _ in range(self.one((1, 2, 2, 3, 3, 4, 0)))
            ]
            version = self.one(("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", None))
            found.append({**({"Version": version} if version else {}), "Statement": statements})
        return found

    def statement(self, conditions: list[dict[str, Any]], *, named: bool, everybody: bool) -> dict[str, Any]:
        statement: dict[str, Any] = {"Effect": "Deny" if self.chance(7) else "Allow"}
        if everybody:
            statement["Principal"] = "*"
        elif named and not self.chance(12):
            statement[self.one(("Principal", "Principal", "Principal", "NotPrincipal"))] = self.one(NAMES)
        statement["NotAction" if self.chance(6) else "Action"] = self.one(ACTIONS) if self.chance(2) else "*"
        if not (statement.keys() & {"Principal", "NotPrincipal"} and self.chance(3)):
            statement["NotResource" if self.chance(6) else "Resource"] = self.one(RESOURCES) if self.chance(2) else "*"
        if self.chance(3):
            statement["Condition"] = self.one(conditions)
        return statement
