"""The part of a broker's file that says who gets which role, held against STS's limits before anybody asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError
from iamctl.model import names
from iamctl.model.names import check_tag_shapes
from iamctl.model.tag import Tag
from iamctl.policy.document import check_document
from iamctl.policy.kinds import PolicyKind
from iamctl.service.brokering.rules import FIRST, PERSON, PLACEHOLDER, Rule, Rules

if TYPE_CHECKING:
    from iamctl.syntax.table_reader import TableReader

LEAST, MOST = 900, 43_200
_DURATION = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s?)?", re.ASCII)


def read_rules(reader: TableReader) -> Rules:
    """The rules of a file; what is wrong with them is noted in the reader."""
    choose = reader.string("choose", default=FIRST)
    if choose not in (FIRST, PERSON):
        reader.mistake("choose", f"choose is {FIRST} or {PERSON}, not {choose}.")
    rules: list[Rule] = []
    for each in reader.readers("rule", "rule"):
        rule = _rule(each, len(rules) + 1)
        each.finish()
        if any(rule.name == other.name for other in rules):
            each.mistake("name", f"Another rule is called {rule.name} too.")
        rules.append(rule)
    if not rules and "rule" not in reader.table:
        reader.mistake(None, "The file holds no [[rule]]: nobody would get a role.")
    return Rules(tuple(rules), choose)


def _rule(reader: TableReader, number: int) -> Rule:
    when, unless = _patterns(reader, "when"), _patterns(reader, "unless")
    everybody = reader.boolean("everybody", default=False)
    if not when and not everybody:
        reader.mistake(None, "A rule needs the key when.", "write `everybody = true` if it is for everybody")
    if when and everybody:
        reader.mistake("everybody", "A rule for everybody has no when.")
    tags, transitive = tuple(reader.string_map("tags").items()), reader.strings("transitive")
    _check_tags(reader, tags, transitive)
    session_name = reader.string("session_name", default="{name}")
    _check_template(reader, "session_name", session_name, r"[\w+=,.@-]*")
    policy_arns = reader.strings("policy_arns")
    if len(policy_arns) > 10:
        reader.mistake("policy_arns", "A session has at most 10 managed session policies.")
    return Rule(
        name=reader.string("name", default=f"rule {number}"),
        role=_role(reader),
        when=when,
        unless=unless,
        everybody=everybody,
        ignore_case=reader.boolean("ignore_case", default=False),
        session_name=session_name,
        tags=tags,
        transitive=transitive,
        duration_seconds=_duration(reader),
        policy=_policy(reader),
        policy_arns=policy_arns,
    )


def _role(reader: TableReader) -> str:
    role = reader.string("role", required=True, default="")
    is_arn = re.fullmatch(r"arn:aws:iam::\d{12}:role/(?:[!-~]+/)?[\w+=,.@-]{1,64}", role, re.ASCII)
    if role and not is_arn and names.constraint_broken(names.ROLE_NAME, role) is not None:
        reader.mistake("role", f"{role} is neither a role's name nor its ARN.")
    return role


def _patterns(reader: TableReader, key: str) -> dict[str, tuple[str, ...]]:
    below = reader.reader(key, f"rule's {key}")
    if below is None:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for attribute in below.table:
        value = below.tree(attribute)
        if isinstance(value, str):
            found[attribute] = (value,)
        elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            found[attribute] = tuple(value)
        else:
            below.mistake(attribute, f"{key}.{attribute} must be a pattern, or a list of patterns.")
    return found


def _check_tags(reader: TableReader, tags: tuple[tuple[str, str], ...], transitive: tuple[str, ...]) -> None:
    for key, value in tags:
        try:
            check_tag_shapes([Tag(key, PLACEHOLDER.sub("", value))])
            if key.lower().startswith("aws:"):
                reader.mistake_at(("tags", key), "Tag keys beginning with aws: are reserved for system use.")
        except IamctlError as error:
            reader.mistake_at(("tags", key), error.message)
    if len({key.lower() for key, _ in tags}) < len(tags):
        reader.mistake("tags", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    if len(tags) > 50:
        reader.mistake("tags", "A session has at most 50 tags.")
    for key in transitive:
        if key.lower() not in {known.lower() for known, _ in tags}:
            reader.mistake("transitive", f"{key} is no tag of this rule.")


def _check_template(reader: TableReader, key: str, template: str, pattern: str) -> None:
    rest = PLACEHOLDER.sub("", template)
    if not re.fullmatch(pattern, rest, re.ASCII):
        reader.mistake(key, f"{key} has characters that STS does not take.", "it takes A-Z, a-z, 0-9 and _+=,.@-")


def _duration(reader: TableReader) -> int | None:
    text = reader.string("duration")
    if text is None:
        return None
    seconds = seconds_of(text)
    if seconds is None or not LEAST <= seconds <= MOST:
        reader.mistake("duration", f"duration is {text}, and a session lasts 15m to 12h.", 'write it as "1h" or "900s"')
        return None
    return seconds


def seconds_of(text: str) -> int | None:
    """A duration as it is typed: `1h`, `90m`, `1h30m`, or seconds; None where the text is none."""
    parts = _DURATION.fullmatch(text)
    if parts is None or not any(parts.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return (hours * 60 + minutes) * 60 + seconds


def _policy(reader: TableReader) -> str | None:
    tree: Any = reader.tree("session_policy")
    if tree is None:
        return None
    from iamctl.model.document import Document

    problems = check_document(tree, PolicyKind.SESSION)
    for problem in problems:
        reader.mistake_at(("session_policy", *problem.path), problem.sentence, problem.detail)
    if problems:
        return None
    text = Document.of(tree).text
    if len(text) > 2048:
        reader.mistake("session_policy", "A session policy has at most 2,048 characters.")
    return text
