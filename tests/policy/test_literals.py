"""Forms of condition values, as IAM takes them when a policy is saved."""

import ipaddress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamctl.policy.literals import is_arn_pattern, is_base64, is_date, is_network, is_number


@pytest.mark.parametrize("text", ["0", "01", "+1", "-1", "1.", ".5", "1e0", "12345678901234567890.5"])
def test_a_number_may_be_spelt_in_many_ways(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "NaN", "Infinity", "1,5", "0x10", "one", "1 ", "٣", "1\n"])
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "2020",
        "2020-04",
        "2020-04-01",
        "2020-04-01T00:00Z",
        "2020-04-01T00:00:00-05:30",
        "2016-12-13T21:20:37.593194+00:00",
        "2016-12-13t2:00:00.593194+23",
        "01T",
        "-292275054",
        "0",
        "+1580515200",
        "9223372036854775807",
    ],
)
def test_a_date_that_iam_takes_is_taken(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "234-13",
        "2020-02-32",
        "2020-01-01T24:00:00Z",
        "2016-12-13t2:00:00.593194+1",
        "2016-12-13t2:00:00.1999999999+10:59",
        "9223372036854775808",
        "1" * 5000,
        "-292275055",
        "1.5",
        "2020-01-01 00:00:00Z",
        "2020-01-01T00:00:00Z\n",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC)))
def test_every_iso_date_is_a_date(moment: datetime) -> None:
    assert is_date(moment.isoformat())


@pytest.mark.parametrize(
    "text", ["10.0.0.0/8", "010.1.2.3", "10.1.2.3/+24", "0.0.0.0/0", "::/0", "2001:db8::/32", "::1"]
)
def test_a_network_that_iam_takes_is_taken(text: str) -> None:
    assert is_network(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "10.0.0", "10.0.0.256", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a", "host", "1.1.1.²", "*"),
        *("1:2", ":::", "1::2::3", "::1/129", "::ffff:10.0.0.1", "12345::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8"),
    ],
)
def test_what_is_no_network(text: str) -> None:
    assert not is_network(text)


@settings(deadline=None)
@given(st.ip_addresses(), st.booleans())
def test_every_address_is_a_network(address: ipaddress.IPv4Address | ipaddress.IPv6Address, short: bool) -> None:
    assert is_network(address.compressed if short else address.exploded)


@pytest.mark.parametrize("text", ["arn:aws:s3:::b", "arn:aws:iam::*:role/*", "*", "arn:aws:s3*", "arn:a:b:c:d:e:f:g"])
def test_an_arn_of_a_condition_may_have_wildcards(text: str) -> None:
    assert is_arn_pattern(text)


@pytest.mark.parametrize("text", ["", "bucket", "arn:aws:s3::b", "urn:aws:s3:::b", "123456789012"])
def test_what_is_no_arn(text: str) -> None:
    assert not is_arn_pattern(text)


@settings(deadline=None)
@given(st.binary())
def test_every_base64_is_base64(data: bytes) -> None:
    import base64

    assert is_base64(base64.b64encode(data).decode())


@pytest.mark.parametrize("text", ["a", "ab=", "====", "QUJ", "QU JD", "QUI=\n"])
def test_what_is_no_base64(text: str) -> None:
    assert not is_base64(text)
