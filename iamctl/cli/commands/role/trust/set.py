import typer

from iamctl.cli import options
from iamctl.cli.commands.role import trust_options as trust
from iamctl.cli.run import run_of
from iamctl.service.roles import update_assume_role_policy


def set(
    ctx: typer.Context,
    role_name: options.RoleName,
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
    dry_run: options.DryRun = False,
) -> None:
    """Put another trust policy in the place of a role's.

    Nothing of the old one stays. The `--trust-…` options add up.

    Example: iamctl role trust set Deploy --trust-policy trust.json
    Example: iamctl role trust set Deploy --trust-user alice --require-mfa --trust-service lambda.amazonaws.com
    Example: iamctl role trust set Deploy --trust-account 444455556666 --dry-run
    """
    run = run_of(ctx)
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
    with service.change() as change:
        change.check("UpdateAssumeRolePolicy", role_name=role_name)
        document = chosen.document(change.account)
        change.call(update_assume_role_policy, role_name=role_name, policy_document=document)
    run.show_changed(service)
