"""What EC2 does with an instance profile: let an instance be launched with it, and hand its role's sessions on.

Rules kept here:
  * who launches has to be allowed ec2:RunInstances on the instance and iam:PassRole on the role, for
    ec2.amazonaws.com; what is handed on later is EC2's affair, and no policy of the launcher's is asked again;
  * the instance has its profile by unique id: another of the same name is another;
  * at each issue, profile, role and trust policy are those of that moment: the trust policy has to let
    ec2.amazonaws.com assume the role, and a profile without a role gives nothing;
  * a session is called after the instance and lasts six hours, whatever the role's longest session is: that limit
    binds those who call AssumeRole themselves;
  * it says how it was delivered (ec2:RoleDelivery) and to which instance (ec2:SourceInstanceArn).

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html
         https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.authorize import authorize
from iamctl.errors import AccessDenied
from iamctl.model.instance import Instance, check_instance, instance_arn
from iamctl.model.session import INSTANCE_PROFILE
from iamctl.service.authorization_requests import Asked
from iamctl.service.lookup import the_instance_profile
from iamctl.service.operation import operation
from iamctl.service.questions.asking import Asker, Circumstances
from iamctl.service.sts.issuing import Issued, issue

if TYPE_CHECKING:
    from iamctl.model.instance_profile import InstanceProfile
    from iamctl.model.role import Role
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value

SERVICE = "ec2.amazonaws.com"
DURATION = timedelta(hours=6)
SUCCESS, NO_PROFILE, UNAUTHORIZED = "Success", "InstanceProfileNotFound", "AssumeRoleUnauthorizedAccess"
V1, V2 = "1.0", "2.0"
_SEE = (
    "Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc."
)


class InstanceRole(NamedTuple):
    """What EC2 has for an instance at one moment.

    Attributes:
        profile: None where it was deleted.
        role: None where the profile has none.
        issued: None where EC2 may not assume the role, or there is none.
        message: what EC2 says where something is missing; empty where nothing is.
    """

    profile: InstanceProfile | None
    role: Role | None = None
    issued: Issued | None = None
    message: str = ""

    @property
    def profile_code(self) -> str:
        """Of `iam/info`: a profile without a role is a success with a message."""
        return NO_PROFILE if self.profile is None else SUCCESS

    @property
    def role_code(self) -> str:
        """Of the role's document."""
        return UNAUTHORIZED if self.issued is None else SUCCESS


@operation("LaunchInstance", writes=False)
def launch_instance(
    account: Account, *, instance_profile_name: str, region: str, instance_id: str | None = None
) -> Instance:
    """An instance with this profile, if the caller may launch it. Nothing of it is kept.

    Args:
        instance_id: None makes one up.

    Raises:
        NoSuchEntity: there is no such profile.
        AccessDenied: the profile has no role, or the caller may not launch instances or pass the role on.
        ValidationError: id or region are out of shape.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
    """
    instance_id = instance_id or f"i-{account.entropy(9).hex()[:17]}"
    check_instance(instance_id, region)
    profile = the_instance_profile(account, instance_profile_name)
    role = _role_of(account, profile)
    if role is None:
        raise AccessDenied(
            f"The instance profile {profile.name} has no role to launch an instance with.",
            hint=f"put one in: `iamctl instance-profile add-role {profile.name} ROLE`",
        )
    if account.gate is not None and not account.gate.standing.is_root:
        for asked in _launch_requests(account, profile, role, region):
            account.gate.check(asked)
    return Instance(
        account_id=account.account_id,
        instance_id=instance_id,
        instance_profile_id=profile.instance_profile_id,
        region=region,
        launch_time=account.now,
    )


@operation("AssumeRoleForInstance", writes=True)
def assume_role_for_instance(
    account: Account, *, instance_profile_id: str, instance_id: str, region: str, role_delivery: str | None = None
) -> InstanceRole:
    """What the instance gets of its profile now; AWS's API has no call for it, EC2 does it by itself.

    Args:
        role_delivery: `1.0` or `2.0`, the version of the metadata service; None is another way.

    Raises:
        BrokenFile: profile or role cannot be read.
        BrokenSecret, WrongPassphrase, StorageFailure: the vault does not give what seals the session.
    """
    profile = account.instance_profiles.find_id(instance_profile_id)
    if profile is None:
        return InstanceRole(None, message=f"Instance Profile with ID {instance_profile_id} cannot be found. {_SEE}")
    role = _role_of(account, profile)
    if role is None:
        return InstanceRole(profile, message=f"Instance Profile does not contain a role. {_SEE}")
    if not _trusts_ec2(account, role, instance_id):
        return InstanceRole(profile, role, message=f"EC2 cannot assume the role {role.role_name}. {_SEE}")
    provided = [("ec2:SourceInstanceArn", instance_arn(account.account_id, region, instance_id))]
    if role_delivery is not None:
        provided.append(("ec2:RoleDelivery", role_delivery))
    issued = issue(
        account,
        issuer=INSTANCE_PROFILE,
        principal_id=role.role_id,
        name=instance_id,
        arn=f"arn:aws:sts::{role.account_id}:assumed-role/{role.role_name}/{instance_id}",
        unique_id=f"{role.role_id}:{instance_id}",
        duration=DURATION,
        provided=tuple(provided),
        chain=(SERVICE,),
    )
    return InstanceRole(profile, role, issued)


def _role_of(account: Account, profile: InstanceProfile) -> Role | None:
    return next((role for name in profile.roles if (role := account.roles.find(name)) is not None), None)


def _launch_requests(account: Account, profile: InstanceProfile, role: Role, region: str) -> list[Asked]:
    any_instance = instance_arn(account.account_id, region, "*")
    launch: dict[str, Value] = {"ec2:InstanceProfile": profile.arn, "ec2:Region": region, "aws:RequestedRegion": region}
    passed: dict[str, Value] = {"iam:PassedToService": SERVICE, "iam:AssociatedResourceArn": any_instance}
    return [
        Asked("ec2:RunInstances", any_instance, any_instance, any_instance, launch),
        Asked("iam:PassRole", role.arn, role.arn, role.arn, passed),
    ]


def _trusts_ec2(account: Account, role: Role, instance_id: str) -> bool:
    asker = Asker(account, SERVICE)
    circumstances = Circumstances(context={"sts:RoleSessionName": instance_id})
    request = asker.request_of("sts:AssumeRole", role.arn, circumstances)
    return authorize(request, asker.policies_for("sts:AssumeRole", role.arn)).is_allowed
