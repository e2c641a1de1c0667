"""Names for a shell's command line: `iamctl --complete-names user al …` prints alice.

It runs at every press of Tab, so it reads nothing but the names of files where that is enough, and imports as
little. Whatever goes wrong, it says nothing: a command line is no place for errors.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDERS = {
    "user": "users",
    "group": "groups",
    "role": "roles",
    "policy": "policies",
    "instance-profile": "instance-profiles",
    "saml-provider": "providers/saml",
    "oidc-provider": "providers/oidc",
}
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-/:")
MOST_REVISIONS = 200


def complete_names(words: list[str]) -> int:
    """Print the names of a kind that begin with a prefix, sorted, one a line.

    Args:
        words: the kind, the prefix, then the words of the command line, whose `--account` and `--data-dir` count.
    """
    try:
        kind, prefix, *typed = words
        names = sorted({name for name in _names(kind, prefix, typed) if name.startswith(prefix) and _is_plain(name)})
        sys.stdout.write("".join(f"{name}\n" for name in names))
        sys.stdout.flush()
    except Exception:
        return 1
    return 0


def name_in(file: str) -> str | None:
    """The name whose file this is; None where the file's name does not say it."""
    stem = file.removesuffix(".toml")
    if stem == file or "%~" in stem:
        return None
    if "%" not in stem:
        return stem
    head, *rest = stem.split("%")
    encoded = head.encode() + b"".join(bytes.fromhex(part[:2]) + part[2:].encode() for part in rest)
    return encoded.decode()


def _names(kind: str, prefix: str, typed: list[str]) -> list[str]:
    from iamctl.cli.settings import resolve

    settings = resolve(_given(typed), os.environ)
    data_dir = settings.data_dir or _user_data_dir()
    if kind == "account":
        return [name for account_id in _account_ids(data_dir) for name in _names_of_account(data_dir, account_id)]
    if kind == "revision":
        return _revisions(settings.data_dir, settings.account)
    folder = f"{data_dir}/accounts/{_account(data_dir, settings.account)}"
    if kind == "anything":
        return [name for place in FOLDERS.values() for name in _names_in(f"{folder}/{place}")] + ["account"]
    names = _names_in(f"{folder}/{FOLDERS[kind]}")
    return names + _aws_policies() if kind == "policy" and prefix else names


def _given(typed: list[str]) -> dict[str, str | bool]:
    given: dict[str, str | bool] = {}
    for word, following in zip(typed, [*typed[1:], ""], strict=False):
        for option in ("account", "data-dir"):
            if word == f"--{option}" and following:
                given[option] = following
            elif word.startswith(f"--{option}="):
                given[option] = word.partition("=")[2]
    if str(given.get("data-dir", "")).startswith("~"):  # the shell would have replaced it
        given["data-dir"] = str(Path(str(given["data-dir"])).expanduser())
    return given


def _user_data_dir() -> str:
    if sys.platform.startswith("linux"):
        # What platformdirs answers here too, without its 3 ms.
        folder = os.environ.get("XDG_DATA_HOME", "").strip() or Path("~/.local/share").expanduser()
        return f"{folder}/iamctl"
    import platformdirs

    return platformdirs.user_data_dir("iamctl", appauthor=False)


def _names_in(folder: str) -> list[str]:
    try:
        files = os.listdir(folder)
    except OSError:
        return []
    names = []
    for file in files:
        try:
            name = name_in(file)
        except ValueError:
            continue
        if name:
            names.append(name)
    return names


def _account_ids(data_dir: str) -> list[str]:
    names = os.listdir(f"{data_dir}/accounts")
    return sorted(name for name in names if len(name) == 12 and name.isdecimal())


def _account(data_dir: str, account: str | None) -> str:
    """The id of the account that the command line means: named, in use, or the only one."""
    ids = _account_ids(data_dir)
    if account is not None:
        return next(one for one in ids if account == one or account in _names_of_account(data_dir, one))
    if len(ids) == 1:
        return ids[0]
    current = Path(data_dir, "current-account").read_text("utf-8").strip()
    return ids[ids.index(current)]


def _names_of_account(data_dir: str, account_id: str) -> list[str]:
    """Its id and, where it has one, its alias."""
    import tomllib  # only where accounts are named by alias does its 3 ms count

    try:
        text = Path(data_dir, "accounts", account_id, "account.toml").read_text("utf-8")
        alias = tomllib.loads(text).get("alias")
    except (OSError, ValueError):
        return [account_id]
    return [account_id, alias] if isinstance(alias, str) else [account_id]


def _revisions(directory: str | None, account: str | None) -> list[str]:
    from iamctl import bootstrap

    head = bootstrap.open_service(directory=directory, account=account).history().head()
    return [str(number) for number in range(max(1, head - MOST_REVISIONS), head + 1)]


def _aws_policies() -> list[str]:
    from iamctl import bootstrap

    return bootstrap.PublishedPolicies().names()


def _is_plain(name: str) -> bool:
    """Whether the name is free of what a shell or a terminal would take for more than a letter."""
    return _PLAIN.issuperset(name)
