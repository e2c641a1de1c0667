"""What stands for every command: which account, how to answer, whom to ask.

A flag outranks a variable, a variable the config file, the config file the default. The config file is
`$IAMCTL_CONFIG`, else `config.toml` in the user's config folder; its keys are the options' names:

    account = "111122223333"
    output = "json"
    no-input = true
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.cli.output.settings import FORMATS
from iamctl.errors import InvalidInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

COLORS = ("auto", "always", "never")


class CommonOption(NamedTuple):
    """One option that every command has.

    Attributes:
        name: as the config file has it, and with dashes before it as the command line has it.
        metavar: what its value is; None for a flag.
        values: the words it takes; empty when it takes any.
        variables: the first that is set and not empty counts.
    """

    name: str
    metavar: str | None
    help: str
    variables: tuple[str, ...] = ()
    short: str | None = None
    values: tuple[str, ...] = ()

    @property
    def flags(self) -> list[str]:
        return [f"--{self.name}", *([f"-{self.short}"] if self.short else [])]


COMMON_OPTIONS = (
    CommonOption("account", "ACCOUNT", "the account's id or alias", ("IAMCTL_ACCOUNT",)),
    CommonOption("data-dir", "FOLDER", "where the accounts are; also IAMCTL_HOME", ("IAMCTL_DATA_DIR", "IAMCTL_HOME")),
    CommonOption("as", "CALLER", "who asks: root, or a user or role, held to its policies", ("IAMCTL_AS",)),
    CommonOption(
        "profile",
        "NAME",
        "whose credentials to use: a login's, or those of the AWS credentials file",
        ("IAMCTL_PROFILE",),
    ),
    CommonOption(
        "allow-lock-out",
        None,
        "with --as: let a change take the caller's own right to administer",
        ("IAMCTL_ALLOW_LOCK_OUT",),
    ),
    CommonOption("output", "|".join(FORMATS), "how to answer", ("IAMCTL_OUTPUT",), "o", FORMATS),
    CommonOption("json", None, "the same as --output json"),
    CommonOption("query", "JMESPATH", "what of the answer, over its JSON members", ("IAMCTL_QUERY",)),
    CommonOption("no-header", None, "leave the titles of columns out", ("IAMCTL_NO_HEADER",)),
    CommonOption("color", "|".join(COLORS), "when to use colours", ("IAMCTL_COLOR",), None, COLORS),
    CommonOption("no-input", None, "never ask; refuse instead", ("IAMCTL_NO_INPUT",)),
    CommonOption("quiet", None, "say nothing but the answer, warnings and errors", ("IAMCTL_QUIET",), "q"),
    CommonOption("lock-timeout", "SECONDS", "how long to wait for another change", ("IAMCTL_LOCK_TIMEOUT",)),
    CommonOption("passphrase-file", "FILE", "its first line opens the vault", ("IAMCTL_PASSPHRASE_FILE",)),
    CommonOption("passphrase-stdin", None, "the first line of stdin opens the vault", ("IAMCTL_PASSPHRASE_STDIN",)),
    CommonOption("debug", None, "show the traceback of a bug", ("IAMCTL_DEBUG",)),
)


class Settings(NamedTuple):
    """The common options as they hold for this run.

    Attributes:
        caller: as `--as` names it; None where nobody did.
        profile: whose credentials act; None where `caller` outranks it.
        caller_is_default: whether the config file alone says who acts.
        output_chosen: whether somebody asked for the format, or it is the default.
        lock_timeout: seconds; None leaves it to the store.
    """

    account: str | None
    data_dir: str | None
    caller: str | None
    profile: str | None
    caller_is_default: bool
    allow_lock_out: bool
    output: str
    output_chosen: bool
    query: str | None
    header: bool
    color: str
    no_input: bool
    quiet: bool
    lock_timeout: float | None
    passphrase_file: str | None
    passphrase_stdin: bool
    debug: bool


def resolve(given: Mapping[str, str | bool], environ: Mapping[str, str]) -> Settings:
    """The settings of this run.

    Args:
        given: options of the command line, by name.

    Raises:
        UsageError: a flag or a variable has a value that it does not take.
        InvalidInput: the config file is not TOML, or sets what is no option or has another type.
    """
    found: dict[str, Any] = dict(read_config(environ))
    for option in COMMON_OPTIONS:
        variable = next((name for name in option.variables if environ.get(name)), None)
        if variable is not None:
            found[option.name] = _value(option, environ[variable], variable)
        if option.name in given:
            found[option.name] = _value(option, given[option.name], f"--{option.name}")
    output = _output(given, found.get("output"))
    who = _who(given, environ, found)
    return Settings(
        account=found.get("account"),
        data_dir=found.get("data-dir"),
        caller=found.get("as") if who == "as" else None,
        profile=found.get("profile") if who == "profile" else None,
        caller_is_default=who is not None and _rank(who, given, environ) == 0,
        allow_lock_out=found.get("allow-lock-out", False),
        output=output or "table",
        output_chosen=output is not None,
        query=found.get("query"),
        header=not found.get("no-header", False),
        color=found.get("color", "auto"),
        no_input=found.get("no-input", False),
        quiet=found.get("quiet", False),
        lock_timeout=found.get("lock-timeout"),
        passphrase_file=found.get("passphrase-file"),
        passphrase_stdin=found.get("passphrase-stdin", False),
        debug=found.get("debug", False),
    )


def _who(given: Mapping[str, str | bool], environ: Mapping[str, str], found: Mapping[str, Any]) -> str | None:
    """Which option says who acts: the nearest one; of two that are as near, `--as`. None where neither does.

    Raises:
        UsageError: the command line has both.
    """
    if "as" in given and "profile" in given:
        raise UsageError("--as and --profile each say who acts.", hint="leave one of them out")
    said = [name for name in ("as", "profile") if name in found]
    return max(said, key=lambda name: _rank(name, given, environ), default=None)


def _rank(name: str, given: Mapping[str, str | bool], environ: Mapping[str, str]) -> int:
    """How near to the command line an option is said: 2 on it, 1 in a variable, 0 in the config file."""
    variables = next(option.variables for option in COMMON_OPTIONS if option.name == name)
    return 2 if name in given else 1 if any(environ.get(variable) for variable in variables) else 0


def _output(given: Mapping[str, str | bool], output: str | None) -> str | None:
    if not given.get("json"):
        return output
    if given.get("output", "json") != "json":
        raise UsageError(f"--json and --output {given['output']} contradict each other.")
    return "json"


def _value(option: CommonOption, value: str | bool, origin: str) -> str | bool | float:
    """What the text of a flag or a variable means."""
    if option.metavar is None:
        if isinstance(value, bool):
            return value
        if value.lower() not in ("1", "true", "yes", "on", "0", "false", "no", "off"):
            raise UsageError(f"{origin} is {value!r}, neither true nor false.")
        return value.lower() in ("1", "true", "yes", "on")
    if option.values and value not in option.values:
        raise UsageError(f"{origin} is {value!r}, not one of {', '.join(option.values)}.")
    if option.metavar == "SECONDS":
        return _seconds(str(value), origin)
    return str(value)


def _seconds(value: str, origin: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise UsageError(f"{origin} is {value!r}, not a number of seconds.")
    return seconds


def config_file(environ: Mapping[str, str]) -> Path:
    """Where the config file is, or would be."""
    if chosen := environ.get("IAMCTL_CONFIG"):
        return Path(chosen)
    if sys.platform.startswith("linux"):
        # What platformdirs answers here too, without its 3 ms.
        folder = environ.get("XDG_CONFIG_HOME", "").strip()
        return (Path(folder) if folder else Path("~/.config").expanduser()) / "iamctl" / "config.toml"
    import platformdirs

    return Path(platformdirs.user_config_dir("iamctl", appauthor=False)) / "config.toml"


def read_config(environ: Mapping[str, str]) -> dict[str, str | bool | float]:
    """What the config file sets; nothing where there is none.

    Raises:
        InvalidInput: it cannot be read, is not TOML, or sets what is no option or has another type.
    """
    path = config_file(environ)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if environ.get("IAMCTL_CONFIG"):
            raise InvalidInput(f"{path}: the file that IAMCTL_CONFIG names is not there.") from None
        return {}
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror or error}.") from error
    from iamctl.syntax.toml_read import parse_toml, read_text  # only those who have a config file pay for TOML

    text = read_text(content, str(path))
    return {key: _configured(key, value, text, str(path)) for key, value in parse_toml(text, str(path)).items()}


def _configured(key: str, value: Any, text: str, source: str) -> str | bool | float:
    named = (option for option in COMMON_OPTIONS if option.name == key and option.name != "json")
    if (option := next(named, None)) is None:
        raise _misconfigured(key, text, source, f"{key} is not a setting.", hint=_known_settings(key))
    if option.metavar is None:
        wanted, fits = "true or false", isinstance(value, bool)
    elif option.metavar == "SECONDS":
        # By its name: importing decimal would cost every command 2 ms.
        wanted, fits = "a number", type(value).__name__ in ("int", "Decimal")
    else:
        wanted, fits = "a string", isinstance(value, str)
    if not fits:
        raise _misconfigured(key, text, source, f"{key} must be {wanted}.")
    try:
        return _value(option, value if isinstance(value, bool) else str(value), key)
    except UsageError as error:
        raise _misconfigured(key, text, source, error.message) from error


def _misconfigured(key: str, text: str, source: str, message: str, *, hint: str | None = None) -> InvalidInput:
    from iamctl.syntax.toml_positions import place_of

    return InvalidInput(message, hint=hint, place=place_of(text, source, (key,)))


def _known_settings(key: str) -> str:
    from iamctl.syntax.spelling import near

    names = [option.name for option in COMMON_OPTIONS if option.name != "json"]
    close = near(key, names, most=1)
    return f"did you mean {close[0]}?" if close else f"settings are {', '.join(names)}"
