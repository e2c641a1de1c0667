"""What the metadata service tells of an instance, as a tree of paths.

The account keeps no machines: image, type, addresses and the like are made up from the instance's id, always the same
for the same id, since SDKs and programs ask for some of them at their start. The identity document has no signature
(`signature`, `pkcs7` and `rsa2048` are not there): nobody but AWS could make one that holds.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html#instancedata-data-categories
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.endpoint.role_credentials import Held
    from iamctl.model.instance import Instance

Tree: TypeAlias = "dict[str, str | Tree]"

VERSIONS = (
    *("1.0", "2007-01-19", "2007-03-01", "2007-08-29", "2007-10-10", "2007-12-15", "2008-02-01", "2008-09-01"),
    *("2009-04-04", "2011-01-01", "2011-05-01", "2012-01-12", "2014-02-25", "2014-11-05", "2015-10-20", "2016-04-19"),
    *("2016-06-30", "2016-09-02", "2018-03-28", "2018-08-17", "2018-09-24", "2019-10-01", "2020-10-27", "2021-01-03"),
    *("2021-03-23", "2021-07-15", "latest"),
)
_INSTANCE_TYPE = "t3.micro"


def answer(path: str, fixed: Tree, held: Held) -> str | None:
    """The text at a path, or the listing of what is below it; None where nothing is.

    Args:
        path: begins with `/`.
        fixed: what never changes, from `fixed_tree`.
        held: what the instance has of its role.
    """
    words = [word for word in path.split("/") if word]
    if not words:
        return "\n".join(VERSIONS)
    if words[0] not in VERSIONS:
        return None
    found: str | Tree = fixed
    for number, word in enumerate(words[1:], start=2):
        if not isinstance(found, dict) or word not in found:
            return None
        found = _iam(held) if words[1:number] == ["meta-data", "iam"] else found[word]
    if isinstance(found, str):
        return found  # with a slash behind it as well: so botocore asks for the availability zone
    return "\n".join(f"{name}/" if isinstance(below, dict) else name for name, below in found.items()) or None


def fixed_tree(instance: Instance) -> Tree:
    """All that is told but what hangs on the role."""
    digits = instance.instance_id.removeprefix("i-")
    address = _address(digits)
    host = f"ip-{address.replace('.', '-')}.{_domain(instance.region)}"
    metadata: Tree = {
        "ami-id": f"ami-{digits}",
        "ami-launch-index": "0",
        "hostname": host,
        "iam": {},
        "instance-action": "none",
        "instance-id": instance.instance_id,
        "instance-life-cycle": "on-demand",
        "instance-type": _INSTANCE_TYPE,
        "local-hostname": host,
        "local-ipv4": address,
        "mac": "02:" + ":".join(digits[at : at + 2] for at in (0, 2, 4, 6, 1)),
        "placement": {"availability-zone": f"{instance.region}a", "region": instance.region},
        "profile": "default-hvm",
        "reservation-id": f"r-{digits}",
        "security-groups": "default",
        "services": {"domain": "amazonaws.com", "partition": "aws"},
    }
    document = identity_document(instance, address)
    return {"dynamic": {"instance-identity": {"document": document}}, "meta-data": metadata}


def _iam(held: Held) -> Tree:
    tree: Tree = {"info": _info(held)}
    role = held.role.role if held.role is not None else None
    if role is not None:
        tree["security-credentials"] = {role.role_name: role_document(held)}
    return tree


def _info(held: Held) -> str:
    said = {"Code": "Failed", "Message": held.failure}
    if held.role is not None:
        profile = held.role.profile
        said = {"Code": held.role.profile_code}
        if held.role.message and (profile is None or held.role.role is None):
            said["Message"] = held.role.message
        if profile is not None:
            said |= {"InstanceProfileArn": profile.arn, "InstanceProfileId": profile.instance_profile_id}
    return _document({"Code": said.pop("Code"), "LastUpdated": _moment(held.last_updated), **said})


def role_document(held: Held) -> str:
    """The role's credentials, or why there are none."""
    credentials = held.credentials
    if credentials is None:
        code = held.role.role_code if held.role is not None else "Failed"
        message = held.role.message if held.role is not None else held.failure
        return _document({"Code": code, "Message": message, "LastUpdated": _moment(held.last_updated)})
    return _document(
        {
            "Code": "Success",
            "LastUpdated": _moment(held.last_updated),
            "Type": "AWS-HMAC",
            "AccessKeyId": credentials.access_key_id,
            "SecretAccessKey": credentials.secret_access_key.reveal(),
            "Token": credentials.session_token.reveal(),
            "Expiration": _moment(credentials.expiration),
        }
    )


def identity_document(instance: Instance, address: str) -> str:
    """Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html"""
    return _document(
        {
            "accountId": instance.account_id,
            "architecture": "x86_64",
            "availabilityZone": f"{instance.region}a",
            "billingProducts": None,
            "devpayProductCodes": None,
            "marketplaceProductCodes": None,
            "imageId": f"ami-{instance.instance_id.removeprefix('i-')}",
            "instanceId": instance.instance_id,
            "instanceType": _INSTANCE_TYPE,
            "kernelId": None,
            "pendingTime": _moment(instance.launch_time),
            "privateIp": address,
            "ramdiskId": None,
            "region": instance.region,
            "version": "2017-09-30",
        }
    )


def _document(members: dict[str, str | None]) -> str:
    return json.dumps(members, indent=2, separators=(",", " : "))


def _address(digits: str) -> str:
    """An address of a private network: 10.x.y.z."""
    number = int(digits[-6:], 16)
    return f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"


def _domain(region: str) -> str:
    return "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
