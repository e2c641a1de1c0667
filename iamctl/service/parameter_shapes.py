"""What the API's model allows of parameters, checked before anything is asked of the account.

AWS answers a parameter out of shape before it looks at the caller's permissions, and a name that is taken, a
reserved tag or a quota after it.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html (and its siblings)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.model import names
from iamctl.model.names import check, check_max_session_duration, check_tag_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANYWHERE = {
    "path_prefix": names.PATH_PREFIX,
    "new_path": names.PATH,
    "new_user_name": names.USER_NAME,
    "new_group_name": names.GROUP_NAME,
    "description": names.DESCRIPTION,
}
_OF = {
    "CreateUser": {"user_name": names.USER_NAME, "path": names.PATH},
    "CreateGroup": {"group_name": names.GROUP_NAME, "path": names.PATH},
    "CreateRole": {"role_name": names.ROLE_NAME, "path": names.PATH},
    "CreatePolicy": {"policy_name": names.POLICY_NAME, "path": names.POLICY_PATH},
    "CreateInstanceProfile": {"instance_profile_name": names.INSTANCE_PROFILE_NAME, "path": names.PATH},
    "CreateSAMLProvider": {"name": names.SAML_PROVIDER_NAME},
    "CreateOpenIDConnectProvider": {"url": names.OIDC_URL},
    "CreateVirtualMFADevice": {"virtual_mfa_device_name": names.MFA_DEVICE_NAME, "path": names.PATH},
    "CreateAccountAlias": {"account_alias": names.ACCOUNT_ALIAS},
    "PutUserPolicy": {"policy_name": names.POLICY_NAME},
    "PutGroupPolicy": {"policy_name": names.POLICY_NAME},
    "PutRolePolicy": {"policy_name": names.POLICY_NAME},
}


def check_shapes(name: str, parameters: Mapping[str, Any]) -> None:
    """Hold an operation's parameters against the API's model.

    Raises:
        ValidationError: one is out of shape, in AWS's words.
    """
    for parameter, constraint in (_ANYWHERE | _OF.get(name, {})).items():
        if isinstance(value := parameters.get(parameter), str):
            check(constraint, value)
    if (seconds := parameters.get("max_session_duration")) is not None:
        check_max_session_duration(seconds)
    if tags := parameters.get("tags"):
        check_tag_shapes(tags)
