"""The environment in which AWS's clients take their credentials from one instance's doors, and from nowhere else.

    imds            AWS_EC2_METADATA_SERVICE_ENDPOINT                            as on an EC2 instance
    container       AWS_CONTAINER_CREDENTIALS_FULL_URI, …_AUTHORIZATION_TOKEN     as in a task of ECS
    pod-identity    AWS_CONTAINER_CREDENTIALS_FULL_URI, …_AUTHORIZATION_TOKEN_FILE    as in a pod of EKS

Rules kept here:
  * clients ask instances last of all: whatever they would ask before is taken away, the files of `~/.aws` included;
  * a door that was not asked for is closed: a container's clients do not fall back to a metadata service.

Sources: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
         https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from iamctl.cli.instances import Launched

IMDS, CONTAINER, POD_IDENTITY = "imds", "container", "pod-identity"
WAYS = (IMDS, CONTAINER, POD_IDENTITY)
TAKEN_AWAY = (
    *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"),
    *("AWS_CREDENTIAL_EXPIRATION", "AWS_CREDENTIAL_FILE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCOUNT_ID"),
    *("AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE"),
    *("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    *("AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
    *("AWS_EC2_METADATA_DISABLED", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"),
    *("AWS_EC2_METADATA_V1_DISABLED", "IAMCTL_AS", "IAMCTL_PROFILE"),
)
FILES = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "BOTO_CONFIG")


def environment_of(
    environ: Mapping[str, str], launch: Launched, way: str, *, token_file: Path | None, data_dir: Path | None
) -> dict[str, str]:
    """What a command gets.

    Args:
        way: one of `WAYS`.
        token_file: holds the container's token; for `pod-identity`.
        data_dir: where the account lies, if the command would not find it by itself.
    """
    kept = {name: value for name, value in environ.items() if name not in TAKEN_AWAY}
    kept |= dict.fromkeys(FILES, os.devnull)
    if "AWS_REGION" not in kept and "AWS_DEFAULT_REGION" not in kept:
        kept |= {"AWS_REGION": launch.instance.region, "AWS_DEFAULT_REGION": launch.instance.region}
    if data_dir is not None:
        kept["IAMCTL_DATA_DIR"] = str(data_dir)
    kept["IAMCTL_ACCOUNT"] = launch.instance.account_id
    if launch.role.issued is not None:
        kept["IAMCTL_AS"] = launch.role.issued.arn
    return kept | variables_of(launch, way, token_file=token_file)


def variables_of(launch: Launched, way: str, *, token_file: Path | None) -> dict[str, str]:
    """The variables that lead AWS's clients to the door."""
    if way == IMDS:
        return {"AWS_EC2_METADATA_SERVICE_ENDPOINT": launch.url}
    from iamctl.endpoint.container_credentials import PATH

    found = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{launch.url}{PATH}", "AWS_EC2_METADATA_DISABLED": "true"}
    if token_file is not None:
        return found | {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(token_file)}
    assert launch.token is not None
    return found | {"AWS_CONTAINER_AUTHORIZATION_TOKEN": launch.token.reveal()}
