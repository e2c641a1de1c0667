"""Declarations from text: what is said, what is not, and every mistake with its place."""

from __future__ import annotations

import pytest

from iamctl.errors import InvalidInput
from iamctl.model.tag import Tag
from iamctl.service.trust_policies import Trust

from .conftest import DOCUMENT, POLICY, Refuse, declared


def test_what_a_table_does_not_say_is_none() -> None:
    declaration = declared('[[user]]\nname = "alice"\n')

    user = declaration.users[0]

    assert (user.name, user.at) == ("alice", ("user", 0))
    assert user[2:8] == (None, None, None, None, None, None)
    assert (user.console_password, user.access_keys, user.mfa) == (False, 0, False)


def test_empty_values_are_said() -> None:
    declaration = declared('[[user]]\nname = "a"\ngroups = []\npermissions_boundary = ""\ntags = {}\n')

    user = declaration.users[0]

    assert (user.groups, user.permissions_boundary, user.tags) == ((), "", ())


def test_tags_keep_their_order() -> None:
    declaration = declared('[[user]]\nname = "a"\ntags = { b = "1", a = "2" }\n')

    assert declaration.users[0].tags == (Tag("b", "1"), Tag("a", "2"))


def test_inline_policies_are_tables_with_names_or_one_table_of_documents() -> None:
    listed = declared(
        f'[[user]]\nname = "a"\n[[user.inline_policies]]\nname = "P"\n[user.inline_policies.document]\n{DOCUMENT}'
    )
    named = declared(f'[[user]]\nname = "a"\n[user.inline_policies.P]\n{DOCUMENT}')

    assert listed.users[0].inline_policies == named.users[0].inline_policies
    assert [policy.policy_name for policy in listed.users[0].inline_policies or ()] == ["P"]


def test_a_document_may_stand_in_a_file_in_json_or_toml() -> None:
    text = '[[policy]]\nname = "P"\ndocument_file = "{}"\n'
    json = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}'

    from_json = declared(text.format("p.json"), {"p.json": json}).policies[0].document
    from_toml = declared(text.format("p.toml"), {"p.toml": DOCUMENT}).policies[0].document

    assert from_json == from_toml == declared(POLICY).policies[0].document


def test_the_account_goes_by_the_key_of_its_own_file_too() -> None:
    said = [declared(f'[account]\n{key} = "111122223333"\n').account.account_id for key in ("id", "account_id")]

    assert said == ["111122223333", "111122223333"]


def test_trust_is_said_in_words() -> None:
    text = '[[role]]\nname = "r"\ntrust = { account = "444455556666", users = ["a", "b"], external_id = "x" }\n'

    trust = declared(text).roles[0].trust_policy

    assert trust == Trust(accounts=("444455556666",), users=("a", "b"), external_id="x")


def test_the_url_of_a_provider_is_taken_with_scheme_and_without() -> None:
    text = '[[oidc_provider]]\nurl = "https://a.example:443/x"\n[[oidc_provider]]\nurl = "b.example/y"\n'

    assert [provider.name for provider in declared(text).oidc_providers] == ["a.example/x", "b.example/y"]


def test_a_text_that_is_no_toml_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidInput) as raised:
        declared("[account\n")

    assert raised.value.place is not None
    assert raised.value.place[1] == 1


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('[acount]\nid = "1"\n', "1:2: acount is not a key of a declaration."),
        (
            '[account]\nid = "1"\n',
            "2:1: Value '1' at 'accountId' failed to satisfy constraint: Member must have length",
        ),
        (
            '[account]\nid = "111122223333"\naccount_id = "111122223333"\n',
            "3:1: id and account_id are both given; one of them has to go.",
        ),
        ('[account]\naccount_id = "1"\n', "2:1: Value '1' at 'accountId' failed to satisfy constraint: Member must"),
        ('[account]\nalias = "111122223333"\n', "2:1: An account alias must not be 12 digits"),
        ('[account]\nroot_email = "x"\n', "2:1: x is not an e-mail address."),
        ("[account.quotas]\nUsersPerAccount = 5001\n", "2:1: UsersPerAccount must be from 0 to 5000"),
        ("[account.quotas]\nUserPerAccount = 1\n", "2:1: UserPerAccount is not a key of a table of quotas."),
        ("[password_policy]\nminimum_password_length = 5\n", "2:1: minimum_password_length must be from 6 to 128."),
        ("[password_policy]\nrequire_symbols = 1\n", "2:1: require_symbols must be true or false, not an integer."),
        ("[[user]]\n", "1:1: A user needs the key name."),
        ('[user]\nname = "a"\n', "1:2: user must be an array of tables, not a table."),
        ('[[user]]\nname = "a b"\n', "2:1: Value 'a b' at 'userName' failed to satisfy constraint"),
        ('[[user]]\nname = "a"\npath = "x"\n', "3:1: Value 'x' at 'path' failed to satisfy constraint"),
        ('[[user]]\nname = "a"\ngroups = [1]\n', "3:11: groups[0] must be a string, not an integer."),
        ('[[user]]\nname = "a"\ntags = { "aws:x" = "1" }\n', "3:1: Tag keys beginning with aws: are reserved"),
        ('[[user]]\nname = "a"\ntags = { x = "1", X = "2" }\n', "3:1: Duplicate tag keys found."),
        ('[[user]]\nname = "a"\n[[user]]\nname = "A"\n', "4:1: There is another user called a; case is no difference."),
        ('[[group]]\nname = "g"\ntags = {}\n', "3:1: tags is not a key of a group."),
        ('[[policy]]\nname = "P"\n', "1:1: A new policy needs the key document or document_file."),
        ('[[policy]]\nname = "P"\ndocument_file = "no"\n', "3:1: no cannot be read: there is no such file."),
        ('[[policy]]\nname = "P"\ndocument = 3\n', "3:1: Syntax errors in policy."),
        ('[[role]]\nname = "r"\n', "1:1: A new role needs the key trust_policy, trust_policy_file or trust."),
        ('[[role]]\nname = "r"\ntrust = {}\n', "3:1: The role trusts nobody."),
        ('[[role]]\nname = "r"\ntrust = "ec2"\n', "3:1: trust must be a table, not a string."),
        ('[[role]]\nname = "r"\ntrust = { account = "1" }\n', "3:11: 1 is not an account's id: 12 digits."),
        (
            '[[role]]\nname = "r"\ntrust = { service = "ec2.amazonaws.com", external_id = "y" }\n',
            "3:42: external_id is a condition on account, users or roles, and none of them is given.",
        ),
        (
            '[[role]]\nname = "r"\ntrust = { service = "ec2.amazonaws.com" }\nmax_session_duration = 60\n',
            "4:1: 1 validation error detected: Value '60' at 'maxSessionDuration'",
        ),
        ('[[saml_provider]]\nname = "s"\n', "1:1: A new SAML provider needs the key metadata_file"),
        ('[[saml_provider]]\nname = "s"\nmetadata_document = "x"\n', "3:1: 1 validation error detected"),
        ('[[oidc_provider]]\nurl = "http://x"\n', "2:1: Invalid Open ID Connect Provider URL."),
        ('[[oidc_provider]]\nurl = "x"\nthumbprints = ["a"]\n', "3:16: Value 'a' at 'thumbprintList' failed"),
    ],
)
def test_a_mistake_is_told_with_its_place(refused: Refuse, text: str, mistake: str) -> None:
    (told,) = refused(text)

    assert told.startswith(mistake)


def test_a_document_s_mistakes_have_their_places_inside_it(refused: Refuse) -> None:
    text = POLICY.replace('Effect = "Allow"', 'Efect = "Allow"').replace("2012-10-17", "2008-10-17")

    assert refused(text) == [
        "4:1: Policy document must be version 2012-10-17 or greater.",
        "5:1: Syntax errors in policy.",
        "5:15: Syntax errors in policy.",
    ]


def test_a_document_s_file_has_places_of_its_own(refused: Refuse) -> None:
    text = '[[policy]]\nname = "P"\ndocument_file = "p.json"\n'

    assert refused(text, {"p.json": '{"Version": "2012-10-17",\n "Statement": 3}'}) == [
        "p.json:2:2: Syntax errors in policy."
    ]


def test_a_date_in_a_document_is_refused_whatever_the_grammar_says(refused: Refuse) -> None:
    (mistake,) = refused(POLICY + "Id = 2024-01-01\n")

    assert mistake.startswith("6:1: ")


def test_all_mistakes_come_at_once_in_the_order_of_the_text(refused: Refuse) -> None:
    text = '[[user]]\nname = "a"\ngroups = ["none"]\n[[group]]\nnam = "g"\n[account]\nid = "x"\n'

    assert [mistake.split()[0] for mistake in refused(text)] == ["3:11:", "4:1:", "5:1:", "7:1:"]
