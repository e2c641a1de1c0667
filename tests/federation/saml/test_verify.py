"""What STS takes and refuses, as it was seen to; and what a strict provider asks beyond."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from iamctl.errors import (
    AccessDenied,
    ExpiredTokenException,
    IamError,
    IDPRejectedClaim,
    InvalidIdentityToken,
    MachineError,
)
from iamctl.federation.saml.attributes import OfferedRole
from iamctl.federation.saml.findings import FAILED, PASSED, SKIPPED, WARNED, Expected, read_moment
from iamctl.federation.saml.verify import examine, verify
from iamctl.model.tag import Tag

from .identity_provider import (
    ACCOUNT_ID,
    ISSUER,
    NOW,
    PERSISTENT,
    PREFIX,
    PROVIDER,
    RECIPIENT,
    ROLE,
    Said,
    attribute,
    enclose,
    metadata,
    packed,
    provider,
    response,
    sign,
    signer,
    time,
)


class Remembered:
    """Used assertions, in memory."""

    def __init__(self) -> None:
        self.taken: dict[str, datetime] = {}

    def holds(self, key: str) -> bool:
        return key in self.taken

    def take(self, key: str, until: datetime) -> bool:
        return self.taken.setdefault(key, until) is until


def refusal(said: Said, **how: Any) -> IamError:
    with pytest.raises(IamError) as raised:
        verify(response(said), provider(), now=NOW, **how)
    return raised.value


def test_an_assertion_says_who_signed_in_and_as_what() -> None:
    said = Said(
        attributes=[
            attribute(f"{PREFIX}SessionDuration", "1800"),
            attribute(f"{PREFIX}PrincipalTag:Team", "core"),
            attribute(f"{PREFIX}PrincipalTag:Cost/Center", ""),
            attribute(f"{PREFIX}TransitiveTagKeys", "team"),
            attribute(f"{PREFIX}SourceIdentity", "kim"),
        ]
    )

    identity = verify(response(said), provider(), now=NOW)

    assert (identity.subject, identity.subject_type, identity.issuer) == ("kim", "persistent", ISSUER)
    assert (identity.audience, identity.assertion_id) == (RECIPIENT, "_assertion-1")
    assert identity.roles == (OfferedRole(ROLE, PROVIDER),)
    assert (identity.role_session_name, identity.session_duration) == ("kim@acme.example", 1800)
    assert identity.tags == (Tag("Team", "core"), Tag("Cost/Center", ""))
    assert (identity.transitive_tag_keys, identity.source_identity) == (("team",), "kim")
    assert (identity.not_on_or_after, identity.session_not_on_or_after) == (NOW + timedelta(seconds=300), None)
    assert identity.warnings == ()


def test_the_name_qualifier_is_the_hash_that_aws_computes() -> None:
    digest = hashlib.sha1(f"{ISSUER}{ACCOUNT_ID}/Okta".encode()).digest()

    identity = verify(response(), provider(), now=NOW)

    assert identity.name_qualifier == base64.b64encode(digest).decode()
    assert identity.condition_keys == {
        "saml:aud": (RECIPIENT,),
        "saml:doc": (f"{ACCOUNT_ID}/Okta",),
        "saml:iss": (ISSUER,),
        "saml:namequalifier": (identity.name_qualifier,),
        "saml:sub": ("kim",),
        "saml:sub_type": ("persistent",),
    }


def test_attributes_fill_the_keys_that_aws_names() -> None:
    claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
    said = Said(
        attributes=[
            attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "staff", "member"),
            attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.11", "gold"),
            attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.12", "no such"),
            attribute("urn:oid:1.3.6.1.4.1.5923.1.2.1.2", "https://acme.example"),
            attribute("urn:oid:2.5.4.3", "Kim"),
            attribute("0.9.2342.19200300.100.1.3", "kim@acme.example"),
            attribute(f"{claims}/surname", "Lee"),
            attribute("surname", "nothing"),
        ]
    )

    keys = verify(response(said), provider(), now=NOW).condition_keys

    assert {key: keys[key] for key in sorted(keys)[:20] if key not in ("saml:aud", "saml:doc")} == {
        "saml:cn": ("Kim",),
        "saml:commonName": ("Kim",),
        "saml:edupersonaffiliation": ("staff", "member"),
        "saml:edupersonassurance": ("gold",),
        "saml:eduorghomepageuri": ("https://acme.example",),
        "saml:iss": (ISSUER,),
        "saml:mail": ("kim@acme.example",),
        "saml:namequalifier": keys["saml:namequalifier"],
        "saml:sub": ("kim",),
        "saml:sub_type": ("persistent",),
        "saml:surname": ("Lee",),
    }


TAKEN = {
    "an audience of somebody else": Said(conditions=Said().conditions.replace("urn:amazon:webservices", "urn:other")),
    "no AudienceRestriction": Said(conditions=f'<saml:Conditions NotOnOrAfter="{time(300)}"/>'),
    "any Recipient": Said(confirmation=Said().confirmation.replace(RECIPIENT, "not-a-url")),
    "a NotBefore of tomorrow": Said(conditions=Said().conditions.replace(time(-60), time(86_400))),
    "Conditions without an end": Said(conditions="<saml:Conditions/>"),
    "the pair the other way round": Said(role=attribute(f"{PREFIX}Role", f"{PROVIDER},{ROLE}")),
    "space around the pair": Said(role=attribute(f"{PREFIX}Role", f"\n  {ROLE} , {PROVIDER}\n")),
    "one-time use, said": Said(conditions="<saml:Conditions><saml:OneTimeUse/></saml:Conditions>"),
    "a condition of its own": Said(conditions='<saml:Conditions><x:y xmlns:x="urn:x"/></saml:Conditions>'),
    "a subject's NotBefore": Said(
        confirmation=Said().confirmation.replace("Recipient", f'NotBefore="{time(600)}" Recipient')
    ),
    "an answer to some request": Said(
        confirmation=Said().confirmation.replace("Recipient", 'InResponseTo="_r" Recipient')
    ),
}


@pytest.mark.parametrize("said", TAKEN.values(), ids=TAKEN)
def test_what_aws_does_not_look_at_passes(said: Said) -> None:
    assert verify(response(said), provider(), now=NOW).subject == "kim"


MALFORMED = "Invalid base64 SAMLResponse"
REFUSED: dict[str, tuple[Said, type[IamError], str]] = {
    "no Conditions": (Said(conditions=""), InvalidIdentityToken, MALFORMED),
    "a NotBefore that is no time": (
        Said(conditions='<saml:Conditions NotBefore="tomorrow"/>'),
        InvalidIdentityToken,
        MALFORMED,
    ),
    "no end of the subject": (
        Said(confirmation=Said().confirmation.replace(f'NotOnOrAfter="{time(300)}"', "")),
        InvalidIdentityToken,
        MALFORMED,
    ),
    "no Recipient": (
        Said(confirmation=Said().confirmation.replace(f'Recipient="{RECIPIENT}"', "")),
        InvalidIdentityToken,
        MALFORMED,
    ),
    "two SubjectConfirmations": (Said(confirmation=Said().confirmation * 2), InvalidIdentityToken, MALFORMED),
    "no SubjectConfirmation": (Said(confirmation=""), InvalidIdentityToken, MALFORMED),
    "another method": (
        Said(confirmation=Said().confirmation.replace("cm:bearer", "cm:sender-vouches")),
        InvalidIdentityToken,
        MALFORMED,
    ),
    "no AuthnStatement": (Said(statement=""), InvalidIdentityToken, MALFORMED),
    "a NameID without a Format": (Said(name_id="<saml:NameID>kim</saml:NameID>"), InvalidIdentityToken, MALFORMED),
    "two Subjects' names": (Said(name_id=Said().name_id * 2), InvalidIdentityToken, MALFORMED),
    "elements in the NameID": (
        Said(name_id=Said().name_id.replace("kim", "kim<saml:Audience>x</saml:Audience>")),
        InvalidIdentityToken,
        MALFORMED,
    ),
    "an encrypted name": (Said(name_id="<saml:EncryptedID/>"), InvalidIdentityToken, MALFORMED),
    "no Issuer": (Said(issuer=""), InvalidIdentityToken, MALFORMED),
    "nobody": (Said(name_id=""), AccessDenied, "Not authorized to perform sts:AssumeRoleWithSAML"),
    "an empty name": (
        Said(name_id=Said().name_id.replace("kim", " ")),
        AccessDenied,
        "Not authorized to perform sts:AssumeRoleWithSAML",
    ),
    "Conditions that are over": (
        Said(conditions=f'<saml:Conditions NotOnOrAfter="{time(0)}"/>'),
        ExpiredTokenException,
        "Response has expired",
    ),
    "a subject that is over": (
        Said(confirmation=Said().confirmation.replace(time(300), time(-1))),
        ExpiredTokenException,
        "Response has expired",
    ),
    "a session that is over": (
        Said(statement=Said().statement.replace("SessionIndex", f'SessionNotOnOrAfter="{time(-1)}" SessionIndex')),
        ExpiredTokenException,
        "Response has expired",
    ),
    "no role": (
        Said(role=""),
        InvalidIdentityToken,
        "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
    ),
    "a role through another provider": (
        Said(role=attribute(f"{PREFIX}Role", f"{ROLE},{PROVIDER}2")),
        InvalidIdentityToken,
        "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
    ),
    "a role in another case": (
        Said(role=attribute("https://aws.amazon.com/saml/attributes/Role", f"{ROLE},{PROVIDER}")),
        InvalidIdentityToken,
        "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
    ),
    "no session name": (Said(session_name=""), InvalidIdentityToken, "RoleSessionName is required in AuthnResponse"),
    "a session name with space": (
        Said(session_name=attribute(f"{PREFIX}RoleSessionName", "Kim Lee")),
        InvalidIdentityToken,
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
    ),
    "two session names": (
        Said(session_name=attribute(f"{PREFIX}RoleSessionName", "kim", "lee")),
        InvalidIdentityToken,
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
    ),
    "a duration of a day": (
        Said(attributes=[attribute(f"{PREFIX}SessionDuration", "86400")]),
        InvalidIdentityToken,
        "SessionDuration in AuthnResponse must be a number of seconds between 900 and 43200",
    ),
    "a duration that is no number": (
        Said(attributes=[attribute(f"{PREFIX}SessionDuration", "1h")]),
        InvalidIdentityToken,
        "SessionDuration in AuthnResponse must be a number of seconds between 900 and 43200",
    ),
    "a source identity of AWS's": (
        Said(attributes=[attribute(f"{PREFIX}SourceIdentity", "aws:kim")]),
        InvalidIdentityToken,
        'Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"',
    ),
    "a tag of two values": (
        Said(attributes=[attribute(f"{PREFIX}PrincipalTag:Team", "a", "b")]),
        InvalidIdentityToken,
        "PrincipalTag:Team in AuthnResponse must have exactly one value.",
    ),
    "a tag twice": (
        Said(attributes=[attribute(f"{PREFIX}PrincipalTag:{key}", "a") for key in ("Team", "team")]),
        InvalidIdentityToken,
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ),
    "a transitive key of no tag": (
        Said(attributes=[attribute(f"{PREFIX}TransitiveTagKeys", "Team")]),
        InvalidIdentityToken,
        "The specified transitive tag key must be included in the requested tags: Team",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_aws_refuses_is_refused_in_its_words(case: str) -> None:
    said, kind, sentence = REFUSED[case]

    error = refusal(said)

    assert (type(error), error.message) == (kind, sentence)
    assert error.exit_status == 3


def test_a_status_other_than_success_is_the_providers_no() -> None:
    with pytest.raises(IDPRejectedClaim, match="reported that authentication failed"):
        verify(packed(enclose(status="Responder")), provider(), now=NOW)


def test_the_sessions_end_is_told_and_caps_nothing_here() -> None:
    said = Said(statement=Said().statement.replace("SessionIndex", f'SessionNotOnOrAfter="{time(600)}" SessionIndex'))

    assert verify(response(said), provider(), now=NOW).session_not_on_or_after == NOW + timedelta(seconds=600)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        (PERSISTENT, "persistent"),
        ("urn:oasis:names:tc:SAML:2.0:nameid-format:transient", "transient"),
        ("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",) * 2,
        ("custom-format",) * 2,
    ],
)
def test_the_subject_type_is_the_format_without_saml_twos_prefix(form: str, kind: str) -> None:
    said = Said(name_id=f'<saml:NameID Format="{form}">kim</saml:NameID>')

    assert verify(response(said), provider(), now=NOW).subject_type == kind


def test_a_role_that_was_asked_for_has_to_be_offered() -> None:
    asked = Expected(role_arn=f"arn:aws:iam::{ACCOUNT_ID}:role/Admin")

    error = refusal(Said(), expected=asked)

    assert error.message == "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"
    assert error.hints == (f"through {PROVIDER} it offers {ROLE}",)
    assert verify(response(), provider(), now=NOW, expected=Expected(role_arn=ROLE)).subject == "kim"


def test_what_offers_no_role_is_told_and_lets_pass() -> None:
    said = Said(role=attribute(f"{PREFIX}Role", f"{ROLE},{PROVIDER}", "everything"))

    [warning] = verify(response(said), provider(), now=NOW).warnings

    assert "'everything' is no pair" in warning


def test_xml_is_taken_as_it_is_and_base64_with_line_ends() -> None:
    text = response()
    wrapped = b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))

    assert verify(base64.b64decode(text), provider(), now=NOW).subject == "kim"
    assert verify(wrapped, provider(), now=NOW).subject == "kim"


@pytest.mark.parametrize("text", [b"", b"!!!!", b"abc", b"<", b"<x/>", base64.b64encode(b"\xff\xfe"), b"PHgvPg=="])
def test_what_is_no_response_is_refused_as_such(text: bytes) -> None:
    with pytest.raises(InvalidIdentityToken, match="Invalid base64 SAMLResponse"):
        verify(text, provider(), now=NOW)


def test_an_assertion_may_come_again_until_it_expires() -> None:
    text = response()

    for _ in range(2):
        assert verify(text, provider(), now=NOW).subject == "kim"


STRICT: dict[str, tuple[Said, Expected, str]] = {
    "an audience of somebody else": (TAKEN["an audience of somebody else"], Expected(), "the required audience"),
    "no AudienceRestriction": (TAKEN["no AudienceRestriction"], Expected(), "the required audience"),
    "a NotBefore of tomorrow": (TAKEN["a NotBefore of tomorrow"], Expected(), "not valid yet"),
    "a subject's NotBefore": (TAKEN["a subject's NotBefore"], Expected(), MALFORMED),
    "an answer to some request": (TAKEN["an answer to some request"], Expected(), "does not answer the request"),
    "no answer": (Said(), Expected(in_response_to="_r"), "does not answer the request"),
    "another place": (Said(), Expected(recipient="http://127.0.0.1:8080/acs"), "another recipient"),
    "a condition of its own": (
        Said(conditions=Said().conditions.replace("</saml:Cond", '<x:y xmlns:x="urn:x"/></saml:Cond')),
        Expected(),
        "not understood: y",
    ),
}


@pytest.mark.parametrize("case", STRICT)
def test_a_strict_provider_refuses_what_aws_lets_pass(case: str) -> None:
    said, expected, sentence = STRICT[case]
    memory = Remembered()

    error = refusal(said, strict=True, used=memory, expected=expected)

    assert sentence in error.message
    assert memory.taken == {}


def test_a_strict_provider_takes_an_assertion_once() -> None:
    text, memory = response(), Remembered()

    assert verify(text, provider(), now=NOW, strict=True, used=memory).subject == "kim"
    with pytest.raises(InvalidIdentityToken, match=r"Response was used before\."):
        verify(text, provider(), now=NOW, strict=True, used=memory)

    assert memory.taken == {f"{ISSUER} _assertion-1": NOW + timedelta(seconds=300)}


def test_of_two_that_come_at_once_a_strict_provider_takes_one() -> None:
    class Late(Remembered):
        def holds(self, key: str) -> bool:
            return False  # the other one is taken just after this look

    text, memory = response(), Late()
    verify(text, provider(), now=NOW, strict=True, used=memory)

    with pytest.raises(InvalidIdentityToken, match=r"Response was used before\."):
        verify(text, provider(), now=NOW, strict=True, used=memory)


def test_looking_uses_nothing_up() -> None:
    text, memory = response(), Remembered()

    for _ in range(2):
        assert examine(text, provider(), now=NOW, strict=True, used=memory).identity is not None
    assert memory.taken == {}


def test_a_strict_provider_without_a_memory_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        verify(response(), provider(), now=NOW, strict=True)


def test_a_strict_provider_takes_the_answer_to_its_request_where_it_was_received() -> None:
    acs = "http://127.0.0.1:8080/acs"
    said = Said(
        confirmation=Said().confirmation.replace(f'Recipient="{RECIPIENT}"', f'Recipient="{acs}" InResponseTo="_r"')
    )
    expected = Expected(recipient=acs, in_response_to="_r")

    assert (
        verify(response(said), provider(), now=NOW, strict=True, used=Remembered(), expected=expected).audience == acs
    )


def test_metadata_that_is_over_is_taken_with_a_warning_and_not_by_a_strict_provider() -> None:
    old = provider(text=metadata(signer(), attributes=f'validUntil="{time(-60)}"'))

    [warning] = verify(response(), old, now=NOW).warnings

    assert warning == "by its validUntil the metadata holds until 2026-01-02T03:03:05Z; AWS takes it all the same"
    with pytest.raises(InvalidIdentityToken, match="does not hold any more"):
        verify(response(), old, now=NOW, strict=True, used=Remembered())


def test_an_examination_tells_every_part_and_its_first_failure_is_stss_answer() -> None:
    said = Said(conditions="", session_name="", statement="")

    examined = examine(response(said), provider(), now=NOW)

    states = {check.part: check.state for check in examined.checks}
    assert [part for part, state in states.items() if state == FAILED] == [
        "Conditions",
        "AuthnStatement",
        "RoleSessionName",
    ]
    assert states["assertion signature"] == PASSED
    assert examined.identity is None
    assert examined.error is not None
    assert (type(examined.error), examined.error.hints) == (InvalidIdentityToken, refusal(said).hints)


def test_an_examination_reads_nothing_that_is_not_signed() -> None:
    examined = examine(response(by=signer("stranger")), provider(), now=NOW)

    assert [check.part for check in examined.checks][-2:] == ["assertion signature", "everything else"]
    assert examined.checks[-1].state == SKIPPED
    assert not any("kim" in check.says for check in examined.checks)


def test_a_certificate_of_the_metadata_that_cannot_be_read_is_told() -> None:
    text = metadata(signer()).replace(
        "<md:KeyDescriptor",
        "<md:KeyDescriptor use='signing'><ds:X509Certificate "
        'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">MAAA</ds:X509Certificate></md:KeyDescriptor><md:KeyDescriptor',
        1,
    )

    examined = examine(response(), provider(text=text), now=NOW)

    assert examined.identity is not None
    assert [check.says[:13] for check in examined.checks if check.state == WARNED] == ["certificate 1"]


@pytest.mark.parametrize("bits", [1024, 2048])
def test_rsa_keys_of_1024_bits_are_taken_as_aws_does(bits: int) -> None:
    by = signer(f"rsa{bits}", kind=f"rsa{bits}")

    assert verify(response(by=by), provider(by), now=NOW).subject == "kim"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05+00:00"),
        ("2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456+00:00"),
        ("2026-01-02T05:04:05.5+02:00", "2026-01-02T03:04:05.500000+00:00"),
        ("2026-01-02T03:04:05", None),
        ("2026-01-02", None),
        ("2026-13-02T03:04:05Z", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("2026-01-02T03:04:05+99:00", None),
        ("٢٠٢٦-01-02T03:04:05Z", None),
        ("", None),
    ],
)
def test_a_time_says_its_zone_or_is_none(text: str, iso: str | None) -> None:
    moment = read_moment(text)

    assert (moment and moment.isoformat()) == iso


def test_a_signed_response_of_a_signed_assertion_is_taken() -> None:
    assert verify(packed(sign(enclose(sign(Said().element())))), provider(), now=NOW).subject == "kim"


def test_looking_tells_that_an_assertion_was_used() -> None:
    text, memory = response(), Remembered()
    verify(text, provider(), now=NOW, strict=True, used=memory)

    examined = examine(text, provider(), now=NOW, strict=True, used=memory)

    assert [check.part for check in examined.checks if check.state == FAILED] == ["one-time use (strict)"]


@pytest.mark.parametrize("missing", ["lxml", "signxml"])
def test_without_the_extra_it_is_told_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = response()
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(MachineError, match=f"needs the package {missing}") as raised:
        verify(text, provider(), now=NOW)

    assert raised.value.hints == ("pip install 'iamctl[federation]'",)


def test_importing_the_verifier_loads_nothing_heavy() -> None:
    program = (
        "import sys, iamctl.federation.saml.verify, iamctl.federation.saml.encryption\n"
        "print(sorted({'lxml', 'signxml', 'cryptography', 'tomlkit'} & {each.partition('.')[0] for each in sys.modules}))"
    )

    done = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
