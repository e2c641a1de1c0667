"""From what is known of a person to a role: which rule fits, what it is filled in with, what it never does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import AccessDenied, IamctlError, InvalidInput, Mistakes
from iamctl.model.tag import Tag
from iamctl.service.brokering.person import Person
from iamctl.service.brokering.rules import PERSON, RoleChoice, Rule, Rules, chosen, grants_of, verdicts
from iamctl.service.brokering.rules_file import read_rules, seconds_of
from iamctl.syntax.table_reader import Mistake, TableReader, raise_mistakes
from iamctl.syntax.toml_read import parse_toml


def rules_in(text: str) -> Rules:
    mistakes: list[Mistake] = []
    reader = TableReader(parse_toml(text, "broker.toml"), mistakes, what="broker's file")
    rules = read_rules(reader)
    raise_mistakes(mistakes, text, "broker.toml")
    return rules


def kim(**attributes: tuple[str, ...]) -> Person:
    return Person(name="kim", through="test", attributes=attributes)


def rule(**changed: Any) -> Rule:
    return Rule(**{"name": "r", "role": "Engineer", "when": {"team": ("core",)}, "unless": {}, **changed})


def test_every_attribute_has_to_fit_by_one_of_its_values_and_patterns() -> None:
    rules = Rules((rule(when={"memberOf": ("cn=dev,*", "cn=ops,*"), "mail": ("*@acme.example",)}),))
    fits = kim(memberOf=("cn=other,x", "cn=ops,dc=acme"), mail=("kim@acme.example",))

    assert len(grants_of(rules, fits)) == 1
    assert grants_of(rules, kim(memberOf=("cn=ops,dc=acme",))) == []
    assert grants_of(rules, kim(memberOf=("cn=ops",), mail=("kim@acme.example",))) == []
    assert grants_of(rules, kim(memberOf=("xcn=ops,y",), mail=("kim@acme.example",))) == []


def test_what_a_rule_leaves_out_it_leaves_out() -> None:
    rules = Rules((rule(unless={"employeeType": ("contract*",)}),))

    assert grants_of(rules, kim(team=("core",), employeeType=("contractor",))) == []
    assert len(grants_of(rules, kim(team=("core",), employeeType=("staff",)))) == 1
    assert verdicts(rules, kim(team=("core",), employeeType=("contractor",)))[0].why_not is not None


def test_letters_count_unless_the_rule_says_otherwise() -> None:
    person = kim(team=("CORE",))

    assert grants_of(Rules((rule(),)), person) == []
    assert len(grants_of(Rules((rule(ignore_case=True),)), person)) == 1


def test_a_placeholder_is_the_one_value_of_its_attribute_or_nothing_is_given() -> None:
    rules = Rules(
        (rule(session_name="{uid}", tags=(("mail", "<{mail}>"),)), rule(name="later", when={}, everybody=True))
    )

    granted = grants_of(rules, kim(team=("core",), uid=("k1",), mail=("k@x",)))[0]

    assert (granted.session_name, granted.tags) == ("k1", (Tag("mail", "<k@x>"),))
    for mail in ((), ("a", "b")):
        with pytest.raises(AccessDenied, match="one value of mail"):
            grants_of(rules, kim(team=("core",), uid=("k1",), mail=mail))


def test_a_value_that_looks_like_a_placeholder_stays_what_it_is() -> None:
    rules = Rules((rule(session_name="{uid}"),))

    assert grants_of(rules, kim(team=("core",), uid=("{team}",)))[0].session_name == "{team}"


def test_of_several_roles_one_is_chosen_and_none_is_guessed() -> None:
    rules = Rules((rule(), rule(name="again"), rule(name="audit", role="Audit")), PERSON)
    grants = grants_of(rules, kim(team=("core",)))

    assert [(each.rule, each.role) for each in grants] == [("r", "Engineer"), ("audit", "Audit")]
    with pytest.raises(RoleChoice):
        chosen(grants, kim(), None)
    assert chosen(grants, kim(), "Audit").rule == "audit"
    with pytest.raises(AccessDenied):
        chosen(grants, kim(), "Admin")
    with pytest.raises(AccessDenied):
        chosen([], kim(), None)


@given(st.dictionaries(st.sampled_from(["team", "mail"]), st.lists(st.text(max_size=8), max_size=3)))
def test_a_further_condition_never_lets_more_people_in(attributes: dict[str, list[str]]) -> None:
    person = kim(**{name: tuple(values) for name, values in attributes.items()})
    wide, narrow = rule(when={"team": ("*",)}), rule(when={"team": ("*",), "mail": ("*@*",)})

    assert len(grants_of(Rules((narrow,)), person)) <= len(grants_of(Rules((wide,)), person))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('when = { a = "b" }\nrole = "no role"', "neither a role's name nor its ARN"),
        ('role = "A"', "needs the key when"),
        ('role = "A"\neverybody = true\nwhen = { a = "b" }', "has no when"),
        ('when = { a = "b" }', "needs the key role"),
        ('role = "A"\nwhen = { a = 7 }', "a pattern, or a list of patterns"),
        ('role = "A"\nwhen = { a = [] }', "a pattern, or a list of patterns"),
        ('role = "A"\nwhen = { a = "b" }\nwhenn = 1', "not a key"),
        ('role = "A"\nwhen = { a = "b" }\nduration = "13h"', "15m to 12h"),
        ('role = "A"\nwhen = { a = "b" }\nduration = "soon"', "15m to 12h"),
        ('role = "A"\nwhen = { a = "b" }\nsession_name = "a b"', "characters that STS does not take"),
        ('role = "A"\nwhen = { a = "b" }\ntags = { "aws:x" = "y" }', "reserved"),
        ('role = "A"\nwhen = { a = "b" }\ntags = { x = "1", X = "2" }', "case insensitive"),
        ('role = "A"\nwhen = { a = "b" }\ntransitive = ["x"]', "no tag of this rule"),
        ('role = "A"\nwhen = { a = "b" }\nsession_policy = { Statement = 7 }', "Statement"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, said: str) -> None:
    with pytest.raises(IamctlError) as caught:
        rules_in(f"[[rule]]\n{line}\n")

    errors = caught.value.errors if isinstance(caught.value, Mistakes) else (caught.value,)
    told = next(error for error in errors if said.lower() in f"{error} {error.hints}".lower())
    assert told.place is not None
    assert told.place.source == "broker.toml"


def test_a_file_without_rules_lets_nobody_in_and_says_so() -> None:
    with pytest.raises(InvalidInput, match=r"no \[\[rule\]\]"):
        rules_in("")


def test_a_session_policy_is_kept_as_json() -> None:
    text = (
        '[[rule]]\nrole = "A"\neverybody = true\nsession_policy = { Version = "2012-10-17", '
        'Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] }\n'
    )

    assert '"Action":"s3:*"' in (rules_in(text).rules[0].policy or "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1h", 3600), ("90m", 5400), ("1h30m", 5400), ("900", 900), ("900s", 900), ("", None), ("h", None), ("1d", None)],
)
def test_durations_as_they_are_typed(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds
