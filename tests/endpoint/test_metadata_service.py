"""The metadata service as a client on the wire meets it."""

from __future__ import annotations

from service.sts.sessions import Clocked

from .conftest import serving


def test_credentials_are_had_with_a_token(instance_world: Clocked) -> None:
    with serving(instance_world) as doors:
        name = doors.get("/latest/meta-data/iam/security-credentials/")
        document = doors.get(f"/latest/meta-data/iam/security-credentials/{name.text}")

    assert name.text == "Web"
    assert document.headers["content-type"].startswith("text/plain")
    said = document.json()
    assert said["Code"] == "Success"
    assert said["AccessKeyId"].startswith("ASIA")
