"""A flag outranks a variable, a variable the config file, the config file the default."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from iamctl.cli.settings import COMMON_OPTIONS, config_file, resolve
from iamctl.errors import InvalidInput, UsageError


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def environ(config: Path, **variables: str) -> dict[str, str]:
    config.touch()
    return {"IAMCTL_CONFIG": str(config), **variables}


def test_nothing_said_means_the_defaults(config: Path) -> None:
    settings = resolve({}, environ(config))

    assert (settings.output, settings.output_chosen, settings.caller, settings.color) == (
        "table",
        False,
        None,
        "auto",
    )
    assert (settings.account, settings.data_dir, settings.lock_timeout) == (None, None, None)


def test_each_layer_outranks_the_one_below(config: Path) -> None:
    config.write_text('output = "yaml"\naccount = "from-config"\ncolor = "never"\n')
    variables = environ(config, IAMCTL_OUTPUT="tsv", IAMCTL_ACCOUNT="from-variable")

    settings = resolve({"output": "json"}, variables)

    assert (settings.output, settings.account, settings.color) == ("json", "from-variable", "never")


def test_who_acts_is_said_by_the_nearest_word_and_of_two_as_near_by_as(config: Path) -> None:
    config.write_text('as = "carol"\nprofile = "home"\n')
    variables = environ(config, IAMCTL_PROFILE="work")

    said = [
        resolve({}, environ(config)),
        resolve({}, variables),
        resolve({}, variables | {"IAMCTL_AS": "bob"}),
        resolve({"profile": "play"}, variables | {"IAMCTL_AS": "bob"}),
    ]

    assert [(each.caller, each.profile, each.caller_is_default) for each in said] == [
        ("carol", None, True),
        (None, "work", False),
        ("bob", None, False),
        (None, "play", False),
    ]


def test_an_empty_variable_was_not_set(config: Path) -> None:
    config.write_text('account = "from-config"\n')

    assert resolve({}, environ(config, IAMCTL_ACCOUNT="")).account == "from-config"


def test_the_data_dir_has_two_variables_and_its_own_comes_first(config: Path) -> None:
    both = environ(config, IAMCTL_HOME="/home", IAMCTL_DATA_DIR="/data")

    assert resolve({}, both).data_dir == "/data"
    assert resolve({}, environ(config, IAMCTL_HOME="/home")).data_dir == "/home"


@pytest.mark.parametrize(("word", "expected"), [("1", True), ("TRUE", True), ("off", False), ("no", False)])
def test_a_switch_in_a_variable_is_a_word_for_yes_or_no(config: Path, word: str, expected: bool) -> None:
    assert resolve({}, environ(config, IAMCTL_QUIET=word)).quiet is expected


@pytest.mark.parametrize(
    "variables",
    [{"IAMCTL_QUIET": "perhaps"}, {"IAMCTL_OUTPUT": "xml"}, {"IAMCTL_LOCK_TIMEOUT": "soon"}, {"IAMCTL_COLOR": "red"}],
)
def test_a_variable_that_makes_no_sense_is_named(config: Path, variables: dict[str, str]) -> None:
    (name,) = variables

    with pytest.raises(UsageError, match=name):
        resolve({}, environ(config, **variables))


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "1e999", ""])
def test_a_lock_time_out_is_a_number_of_seconds(config: Path, seconds: str) -> None:
    with pytest.raises(UsageError, match="number of seconds"):
        resolve({"lock-timeout": seconds}, environ(config))


def test_json_is_short_for_output_json_and_contradicts_others(config: Path) -> None:
    assert resolve({"json": True}, environ(config, IAMCTL_OUTPUT="yaml")).output == "json"
    with pytest.raises(UsageError, match="contradict"):
        resolve({"json": True, "output": "yaml"}, environ(config))


@pytest.mark.parametrize(
    "text",
    [
        'outptu = "json"',
        "output = 3",
        'output = "xml"',
        'quiet = "yes"',
        "quiet = 1",
        "output =",
        "lock-timeout = true",
    ],
)
def test_a_config_file_that_makes_no_sense_is_named(config: Path, text: str) -> None:
    variables = environ(config)
    config.write_text(text)

    with pytest.raises(InvalidInput, match=str(config)):
        resolve({}, variables)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("# mine\noutptu = 'json'\n", "2:1", "outptu is not a setting."),
        ("color = 'never'\n  output = 3\n", "2:3", "output must be a string."),
        ("output = 'csv'\n", "1:1", "output is 'csv', not one of table, json, jsonl, yaml, tsv, toml, name."),
        ("quiet = true\noutput =\n", "2:9", "This is no TOML value; a text needs quotes around it."),
        ("lock-timeout = true\n", "1:1", "lock-timeout must be a number."),
    ],
)
def test_a_mistake_in_the_config_file_is_told_with_its_place(config: Path, text: str, place: str, message: str) -> None:
    variables = environ(config)
    config.write_text(text)

    with pytest.raises(InvalidInput) as caught:
        resolve({}, variables)

    assert str(caught.value) == f"{config}:{place}: {message}"


def test_a_setting_that_is_misspelt_suggests_the_right_one(config: Path) -> None:
    variables = environ(config)
    config.write_text("outptu = 'json'\n")

    with pytest.raises(InvalidInput) as caught:
        resolve({}, variables)

    assert caught.value.hints == ("did you mean output?",)


def test_a_config_file_that_was_asked_for_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is not there"):
        resolve({}, {"IAMCTL_CONFIG": str(tmp_path / "none.toml")})


def test_numbers_and_switches_of_the_config_file_keep_their_type(config: Path) -> None:
    variables = environ(config)
    config.write_text("lock-timeout = 2.5\nno-header = true\nno-input = false\n")

    settings = resolve({}, variables)

    assert (settings.lock_timeout, settings.header, settings.no_input) == (2.5, False, False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("xdg", ["", "/somewhere/else"])
def test_the_config_file_is_where_platformdirs_has_it(monkeypatch: pytest.MonkeyPatch, xdg: str) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", xdg)

    expected = platformdirs.user_config_path("iamctl", appauthor=False) / "config.toml"

    assert config_file({"XDG_CONFIG_HOME": xdg}) == expected


def test_every_option_has_a_variable_of_its_own_name() -> None:
    for option in COMMON_OPTIONS:
        if option.name != "json":
            assert f"IAMCTL_{option.name.upper().replace('-', '_')}" in option.variables
