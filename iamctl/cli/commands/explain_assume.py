from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import federated_options, session_options
from iamctl.cli.commands.can import DENIED, UNDECIDED
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import Run, run_of
from iamctl.cli.session_options import CodeSource, ask_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.cli.assuming import Ask
    from iamctl.cli.callers import Acting
    from iamctl.cli.federated import Word
    from iamctl.service.account import Account
    from iamctl.service.members import Members
    from iamctl.service.sts.standing import Standing

COLUMNS = tuple(Column(name, name) for name in ("EvalDecision", "EvalActionName", "RoleArn"))
Role = Annotated[str, typer.Argument(metavar="ROLE", help="a role's name or ARN")]
Mfa = Annotated[bool, typer.Option("--mfa", help="as if a code of your MFA device came with the call")]
FetchKeys = Annotated[
    bool, typer.Option("--fetch-keys", help="ask the token's provider for its keys, where none are at hand")
]


def explain_assume(
    ctx: typer.Context,
    role: Role,
    web_identity_token: federated_options.WebIdentityToken = None,
    saml_response: federated_options.SamlResponse = None,
    saml_provider: federated_options.SamlProvider = None,
    fetch_keys: FetchKeys = False,
    session_name: session_options.SessionName = None,
    duration: session_options.Duration = None,
    session_policy: session_options.SessionPolicy = None,
    policy_arn: session_options.PolicyArns = None,
    tag: session_options.SessionTags = None,
    transitive: session_options.Transitive = None,
    source_identity: session_options.SourceIdentity = None,
    external_id: session_options.ExternalId = None,
    mfa: Mfa = False,
) -> None:
    """Say why a role may or may not be taken on, and which edit of its trust policy would let in.

    It is typed `iamctl explain assume` too. STS says only that somebody is not authorized; this says what the token or
    the assertion says, claim by claim, what the trust policy wants, by file and line, and which part failed. Nobody is
    asked and nothing is issued. Without a token or an assertion it is about who acts: `--as PRINCIPAL`. The smallest
    edits come with the whole trust policy in `--query Edits[0].TrustPolicy`. It exits 0 where credentials would be
    given, 3 where not, and 7 where a key is missing to tell.

    Example: iamctl explain assume Pipeline --web-identity-token token.jwt
    Example: iamctl explain assume Console --saml-response response.b64 --output json
    Example: iamctl explain assume Deploy --as alice --duration 1h
    """
    from iamctl.cli.federated import check_ask, word_from

    run = run_of(ctx)
    ask = ask_of(
        role,
        session_name=session_name,
        duration=duration,
        session_policy=session_policy,
        policy_arn=policy_arn,
        tag=tag,
        transitive=transitive,
        source_identity=source_identity,
        external_id=external_id,
        mfa_serial=None,
        code=CodeSource(),
    )
    word = word_from(web_identity_token, saml_response, None, saml_provider)
    if word is None:
        explained = _of_caller(run, ask, mfa=mfa)
    else:
        check_ask(ask, word)
        if mfa:
            raise UsageError("--mfa is about a caller, and an identity provider's word has none.")
        explained = _of_word(run, ask, word, fetches_keys=fetch_keys)
    _show(run, explained)
    if explained["EvalDecision"] != "allowed":
        raise typer.Exit(UNDECIDED if explained["EvalDecision"] == "undecided" else DENIED)


def _of_word(run: Run, ask: "Ask", word: "Word", *, fetches_keys: bool) -> "Members":
    from iamctl.cli.federated import narrowing, saml_provider, session_name_of
    from iamctl.service.sts.explaining_words import explain_saml, explain_web_identity

    def explained(account: "Account") -> "Members":
        policy, policy_arns, seconds = narrowing(account, ask)
        if word.is_assertion:
            return explain_saml(
                account,
                role_arn=ask.role,
                principal_arn=saml_provider(account, word).arn,
                saml_assertion=word.text,
                policy=policy,
                policy_arns=policy_arns,
                duration_seconds=seconds,
            )
        return explain_web_identity(
            account,
            role_arn=ask.role,
            role_session_name=session_name_of(ask),
            web_identity_token=word.text,
            policy=policy,
            policy_arns=policy_arns,
            duration_seconds=seconds,
            fetches_keys=fetches_keys,
        )

    return _explained(run, ask, run.acting, explained)


def _of_caller(run: Run, ask: "Ask", *, mfa: bool) -> "Members":
    from iamctl.cli.callers import Acting
    from iamctl.cli.federated import narrowing, session_name_of
    from iamctl.cli.options import parse_tags
    from iamctl.service.sts.assume_role import Wish
    from iamctl.service.sts.explaining import explain_caller

    if run.acting.is_owner:
        raise UsageError(
            "Who takes the role on?",
            hint=["say `--as PRINCIPAL`", "or give a word: `--web-identity-token FILE` or `--saml-response FILE`"],
        )

    def explained(account: "Account") -> "Members":
        standing = _standing(run, account)
        policy, policy_arns, seconds = narrowing(account, ask, standing)
        wish = Wish(
            role_session_name=session_name_of(ask),
            duration_seconds=seconds,
            policy=policy,
            policy_arns=policy_arns,
            tags=parse_tags(list(ask.tags)),
            transitive_tag_keys=ask.transitive_tag_keys,
            external_id=ask.external_id,
            source_identity=ask.source_identity,
        )
        return explain_caller(account, ask.role, wish, standing, mfa=mfa)

    # Whom only `--as` names is asked about, by who owns the account; who has credentials asks about itself.
    return _explained(run, ask, run.acting if run.acting.presented is not None else Acting(), explained)


def _standing(run: Run, account: "Account") -> "Standing":
    """Who takes the role on: named by who owns the account, or with credentials."""
    from iamctl import bootstrap
    from iamctl.service.authorization import named_standing

    if account.standing is not None:
        return account.standing
    assert run.acting.named is not None, "the owner was turned away before"
    return named_standing(account, run.acting.named, bootstrap.session_name())


def _explained(run: Run, ask: "Ask", acting: "Acting", explain: "Callable[[Account], Members]") -> "Members":
    """What is explained on one moment of the account; whoever asks has to be allowed to see the role."""
    with run.service(acting=acting).lookups() as reading:
        reading.check("GetRole", role_name=ask.role.rpartition("/")[2])
        return explain(reading.account)


def _show(run: Run, explained: "Members") -> None:
    from iamctl.cli.assume_explanation_view import assume_tree
    from iamctl.cli.output.branches import show_branches

    if run.output.format == "table" and run.output.query is None:
        if not run.settings.quiet:
            show_branches([assume_tree(explained)], run.output)
        return
    run.show(Answer(explained, columns=COLUMNS, name="EvalDecision"))
