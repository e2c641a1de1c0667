"""Build `iamctl/reference/data/managed_policies.sqlite3`: the AWS managed policies as package data.

The source is `moto/iam/aws_managed_policies.py` of the pip package moto (Apache-2.0), which its authors fetch
from AWS: the default version of every policy. To refresh, in the root of the repository:

    pip download moto==5.2.1 --no-deps --dest /tmp/moto
    PYTHONPATH=. python tools/build_managed_policies.py --from /tmp/moto/moto-5.2.1-py3-none-any.whl

then bring the version and the date in NOTICE up to what the tool prints. `--from` takes the wheel, or the file
itself (its version is that of the `moto-*.dist-info` beside the package, or `--version`); without it an installed
moto is read.

Rules kept here:
  * the same source gives the same bytes (with the same zlib): no clock, everything in a fixed order;
  * documents are stored once each, deflated with a dictionary of the words that most of them share: 460 KB
    instead of 710 KB without it and 2.7 MB as text;
  * the source sorts the elements of a document by name; they are laid out as AWS writes them (Version, Statement;
    Sid, Effect, Action, Resource, Condition), their values are untouched;
  * the source has no policy ids. Where it has one, it is kept; else the id is `ANPA` and the first 17 base32
    characters of the SHA-256 of the ARN: stable, in AWS's form, not AWS's own.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from __future__ import annotations

import argparse
import ast
import base64
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaged_tables import deflated, dictionary_of, table_file

from iamctl.model.document import Document, Json

INSIDE = "moto/iam/aws_managed_policies.py"
TARGET = Path(__file__).parent.parent / "iamctl" / "reference" / "data" / "managed_policies.sqlite3"
ELEMENTS = (
    *("Version", "Id", "Statement", "Sid", "Effect", "Principal", "NotPrincipal"),
    *("Action", "NotAction", "Resource", "NotResource", "Condition"),
)
WORDS = r'"[^"]*"[,:]?'

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE document (id INTEGER PRIMARY KEY, deflated BLOB NOT NULL);
CREATE TABLE policy (
    name TEXT COLLATE NOCASE PRIMARY KEY, path TEXT NOT NULL, policy_id TEXT NOT NULL, version INTEGER NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, document INTEGER NOT NULL REFERENCES document
) WITHOUT ROWID;
"""


class Original(NamedTuple):
    """The source as it was found: its text and the version of moto that it belongs to."""

    text: str
    version: str


class Row(NamedTuple):
    """One policy; dates in seconds since 1970, the document as compact JSON."""

    name: str
    path: str
    policy_id: str
    version: int
    created: int
    updated: int
    document: str


def main(arguments: list[str] | None = None) -> int:
    """Build the file and print what was written."""
    parser = argparse.ArgumentParser(description="Build the AWS managed policies' package data from pip's moto.")
    parser.add_argument("--from", dest="source", type=Path, help=f"moto's wheel, or its {INSIDE}")
    parser.add_argument("--version", help="moto's version, where the source does not tell")
    parser.add_argument("--to", type=Path, default=TARGET, help="the file to write (default: the package data)")
    options = parser.parse_args(arguments)
    try:
        original = read_original(options.source, options.version)
        rows = rows_of(original.text)
    except (OSError, SyntaxError, ValueError, KeyError, zipfile.BadZipFile, metadata.PackageNotFoundError) as problem:
        print(f"build_managed_policies: error: {type(problem).__name__}: {problem}", file=sys.stderr)
        return 6
    content = database(rows, original.version)
    options.to.write_bytes(content)
    updated = datetime.fromisoformat(date_of(rows)).date()
    print(f"{options.to}: {len(content)} bytes")
    print(f"{len(rows)} policies of moto {original.version}, the newest of {updated}")
    return 0


def read_original(source: Path | None, version: str | None) -> Original:
    """The source's text, from a wheel, a file, or the moto that is installed.

    Raises:
        ValueError: nothing says which version of moto it is.
    """
    if source is None:
        moto = metadata.distribution("moto")
        return Original(Path(str(moto.locate_file(INSIDE))).read_text("utf-8"), version or moto.version)
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as wheel:
            told = next((name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")), "")
            return Original(wheel.read(INSIDE).decode("utf-8"), version or _version_in(told))
    beside = [told for root in source.resolve().parents[2:3] for told in sorted(root.glob("moto-*.dist-info"))]
    return Original(source.read_text("utf-8"), version or _version_in(f"{beside[0].name}/" if beside else ""))


def _version_in(dist_info: str) -> str:
    if found := re.match(r"moto-(.+)\.dist-info/", dist_info):
        return found[1]
    raise ValueError("the source does not say which version of moto it is: give --version")


def rows_of(text: str) -> list[Row]:
    """The policies that the source's text holds, sorted by name without regard to case.

    The text is read as a literal; nothing of it is run.

    Raises:
        ValueError: there is no such literal, it holds no policies, or two of them share an id or, but for case, a name.
    """
    values = (node.value for node in ast.parse(text).body if isinstance(node, ast.Assign))
    literal = next((value.value for value in values if isinstance(value, ast.Constant)), None)
    if not isinstance(literal, str):
        raise ValueError("the source assigns no string")
    rows = [_row(name, facts) for name, facts in json.loads(literal, parse_float=Decimal).items()]
    if not rows:
        raise ValueError("the source holds no policies")
    if len({row.name.lower() for row in rows}) < len(rows):
        raise ValueError("two policies have the same name but for its case")
    if len({row.policy_id for row in rows}) < len(rows):
        raise ValueError("two policies have the same id")
    return sorted(rows, key=lambda row: row.name.lower())


def _row(name: str, facts: dict[str, Json]) -> Row:
    path, version = str(facts["Path"]), str(facts["DefaultVersionId"])
    return Row(
        name=name,
        path=path,
        policy_id=str(facts.get("PolicyId") or derived_id(f"arn:aws:iam::aws:policy{path}{name}")),
        version=int(version.removeprefix("v")),
        created=_seconds(facts["CreateDate"]),
        updated=_seconds(facts["UpdateDate"]),
        document=Document.of(as_written(facts["Document"])).text,
    )


def _seconds(date: Json) -> int:
    return int(datetime.fromisoformat(str(date)).timestamp())


def derived_id(arn: str) -> str:
    """A policy id of AWS's form that the ARN alone decides."""
    return "ANPA" + base64.b32encode(hashlib.sha256(arn.encode()).digest())[:17].decode()


def as_written(document: Json) -> Json:
    """The document with its elements, and those of its statements, in the order in which AWS writes them."""
    if not isinstance(document, dict):
        raise ValueError("a document is not an object")
    statements = document.get("Statement")
    listed = [_in_order(item) for item in statements] if isinstance(statements, list) else _in_order(statements)
    return _in_order({**document, "Statement": listed})


def _in_order(element: Json) -> Json:
    if not isinstance(element, dict):
        raise ValueError("a statement is not an object")
    if unknown := sorted(element.keys() - set(ELEMENTS)):
        raise ValueError(f"{unknown[0]} is not an element of a policy document")
    return {name: element[name] for name in sorted(element, key=ELEMENTS.index)}


def date_of(rows: Iterable[Row]) -> str:
    """When the newest of the policies was updated, in ISO 8601 and UTC: the date of the whole."""
    newest = max(row.updated for row in rows)
    return datetime.fromtimestamp(newest, tz=UTC).isoformat()


def database(rows: list[Row], version: str) -> bytes:
    """The SQLite file's bytes."""
    documents = sorted({row.document for row in rows})
    number = {document: index for index, document in enumerate(documents, 1)}
    dictionary = dictionary_of(documents, WORDS)
    meta = {
        "package": "moto",
        "version": version,
        "licence": "Apache-2.0",
        "date": date_of(rows),
        "count": len(rows),
        "dictionary": dictionary,
    }
    with table_file(SCHEMA, page_size=4096) as file:
        file.connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        packed = ((number[document], deflated(document, dictionary)) for document in documents)
        file.connection.executemany("INSERT INTO document VALUES (?, ?)", packed)
        numbered = ((*row[:-1], number[row.document]) for row in rows)
        file.connection.executemany("INSERT INTO policy VALUES (?, ?, ?, ?, ?, ?, ?)", numbered)
    return file.content


if __name__ == "__main__":
    sys.exit(main())
