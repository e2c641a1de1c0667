from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.commands.role import trust_options as trust
from iamctl.cli.commands.role.max_session_duration import MaxSessionDuration, parse_max_session_duration
from iamctl.cli.creation import there_is_fine
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.model.role import Role
from iamctl.service.members import created_role
from iamctl.service.roles import create_role, get_role
from iamctl.service.service import Change


def create(
    ctx: typer.Context,
    role_names: Annotated[list[str], typer.Argument(metavar="ROLE...", help="the new roles' names")],
    trust_policy: trust.TrustPolicy = None,
    trust_service: trust.TrustService = None,
    trust_account: trust.TrustAccount = None,
    trust_user: trust.TrustUser = None,
    trust_role: trust.TrustRole = None,
    external_id: trust.ExternalId = None,
    require_mfa: trust.RequireMfa = False,
    trust_saml: trust.TrustSaml = None,
    trust_oidc: trust.TrustOidc = None,
    audience: trust.Audience = None,
    subject: trust.Subject = None,
    description: options.Description = None,
    max_session_duration: MaxSessionDuration = None,
    path: options.Path = "/",
    permissions_boundary: options.PermissionsBoundary = None,
    attach_policy: options.AttachPolicies = None,
    tag: options.Tags = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create roles that may do nothing yet.

    Who may assume a role is said by a trust policy, or by `--trust-…` options, which add up. Policies, boundary
    and tags come in the same change: all of it happens, or none.

    Example: iamctl role create Backup --trust-service ec2.amazonaws.com --attach-policy AmazonS3ReadOnlyAccess
    Example: iamctl role create Auditing --trust-account 444455556666 --external-id 7d2c --max-session-duration 8h
    Example: iamctl role create Build --trust-policy trust.json --path /ci/ --tag team=core
    Example: iamctl role create Release --trust-oidc accounts.google.com --audience ci --subject 1132
    """
    run = run_of(ctx)
    tags = options.parse_tags(tag)
    duration = 3600 if max_session_duration is None else parse_max_session_duration(max_session_duration)
    chosen = trust.chosen_trust(
        trust_policy,
        services=trust_service,
        accounts=trust_account,
        users=trust_user,
        roles=trust_role,
        external_id=external_id,
        require_mfa=require_mfa,
        saml=trust_saml,
        oidc=trust_oidc,
        audiences=audience,
        subjects=subject,
    )
    service = run.service(dry_run=dry_run)
    roles: list[Role] = []
    with service.change() as change:
        _check_allowed(change, role_names, path=path, permissions_boundary=permissions_boundary, tags=tags)
        document = chosen.document(change.account)
        for role_name in role_names:
            with there_is_fine(run, if_not_exists, change, "GetRole", role_name=role_name):
                role = change.call(
                    create_role,
                    role_name=role_name,
                    assume_role_policy_document=document,
                    path=path,
                    description=description,
                    max_session_duration=duration,
                    permissions_boundary=permissions_boundary,
                    tags=tags,
                )
                _attach(change, role, attach_policy or [])
            roles.append(get_role(change.account, role_name=role_name))
    run.show_changed(service, _answer(roles), lines=[role.arn for role in roles])


def _check_allowed(change: Change, role_names: list[str], **parameters: object) -> None:
    """That the caller may create them, before the trust policy's principals are looked up."""
    for role_name in role_names:
        change.check("CreateRole", role_name=role_name, **parameters)


def _attach(change: Change, role: Role, policies: list[str]) -> None:
    if policies:
        from iamctl.service.attachments import attach_role_policy

        for policy in policies:
            change.call(attach_role_policy, role_name=role.role_name, policy_arn=policy)


def _answer(roles: list[Role]) -> Answer:
    if len(roles) == 1:
        return Answer({"Role": created_role(roles[0])}, name="RoleName")
    return Answer({"Roles": [created_role(role) for role in roles]}, rows="Roles", name="RoleName")
