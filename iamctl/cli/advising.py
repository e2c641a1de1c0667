"""What `iamctl advise` knows of a situation: said by options, asked at a terminal, looked up in the account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iamctl.errors import UsageError
from iamctl.service.advising.situation import COMPANY, PEOPLE, PERSON, choices_of, first_missing, without_effect

if TYPE_CHECKING:
    from iamctl.cli.run import Run
    from iamctl.service.advising.situation import Missing, Situation
    from iamctl.service.service import Service

_FIELDS = {
    "--who": "who",
    "--where": "where",
    "--identity-system": "identity_system",
    "--from-account": "account_ids",
    "--provider-url": "provider_url",
    "--client-id": "client_ids",
    "--subject": "subjects",
    "--provider-name": "provider_name",
    "--metadata": "metadata_file",
}
_OF_MANY = ("account_ids", "client_ids", "subjects")


def completed(run: Run, said: Situation, service: Service) -> Situation:
    """The situation with all that is needed: what was not said is asked of a person at a terminal, one after another.

    Raises:
        UsageError: an option says what it cannot, or nothing here; or nobody is there to ask.
        InvalidInput: the metadata's file cannot be read.
        AccessDenied: the caller may not look whether a group or a provider is there.
    """
    known = said
    if known.identity_system is not None and known.where is None and known.who in (PERSON, PEOPLE):
        known = replace(known, where=COMPANY)  # who signs in there is there
    while True:
        _check(known)
        known = _looked_up(known, service)
        missing = first_missing(known)
        if missing is None:
            break
        known = _answered(run, known, missing)
    if idle := without_effect(known):
        raise UsageError(f"{' and '.join(idle)} says nothing about this situation.", hint="leave it out")
    return _with_metadata(known)


def _check(known: Situation) -> None:
    for option, choices in choices_of(known).items():
        value = getattr(known, _FIELDS[option])
        if value is not None and value not in choices:
            of_whom = f" for --who {known.who}" if option != "--who" else ""
            raise UsageError(f"{option} is {value!r}, which is none{of_whom}.", hint=f"one of {', '.join(choices)}")


def _answered(run: Run, known: Situation, missing: Missing) -> Situation:
    option, question, choices = missing
    if not run.is_someone_there:
        meaning = f" one of {', '.join(choices)}" if choices else ""
        raise UsageError(f"Nobody is there to answer: {question}", hint=f"say it with `{option}`{meaning}")
    from iamctl.cli.output.ask import ask_text, choose_one
    from iamctl.cli.output.streams import talk

    if choices:
        talk(f"{question}\n")
        width = max(map(len, choices))
        number = choose_one("Which?", [f"{name:<{width}}  {meaning}" for name, meaning in choices.items()])
        value = list(choices)[number]
    else:
        value = ask_text(question)
    return with_value(known, _FIELDS[option], value)


def with_value(known: Situation, field: str, value: str) -> Situation:
    given: str | tuple[str, ...] = (value,) if field in _OF_MANY else value
    return replace(known, **{field: given})  # type: ignore[arg-type]  # the table says which field takes which


def _looked_up(known: Situation, service: Service) -> Situation:
    """Whether what would be made is there already."""
    with service.lookups() as reading:
        account = reading.account
        if known.provider_name is not None:
            reading.check("GetSAMLProvider", saml_provider_arn=known.provider_name)
            known = replace(known, provider_is_there=account.saml_providers.find(known.provider_name) is not None)
        if known.provider_url is not None and not known.is_shared_provider:
            host = known.provider_url.removeprefix("https://")
            reading.check("GetOpenIDConnectProvider", open_id_connect_provider_arn=host)
            known = replace(known, provider_is_there=account.oidc_providers.find(host) is not None)
        if known.has_users:
            reading.check("GetGroup", group_name=known.group_name)
            known = replace(known, group_is_there=account.groups.find(known.group_name) is not None)
    return known


def _with_metadata(known: Situation) -> Situation:
    if known.metadata_file is None or known.provider_is_there:
        return known
    from iamctl.cli.input import read_file

    return replace(known, metadata=read_file(known.metadata_file)[0])
