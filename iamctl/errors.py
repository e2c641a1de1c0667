"""Every error that iamctl raises on purpose.

    IamctlError                 what the doors catch and render
    ├── IamError                AWS's own: the code, the HTTP status and the sentence are IAM's
    │   ├── NoSuchEntity 404 · EntityAlreadyExists DeleteConflict LimitExceeded ConcurrentModification 409
    │   ├── ValidationError InvalidInput MalformedPolicyDocument UnmodifiableEntity PolicyNotAttachable 400
    │   ├── PasswordPolicyViolation Throttling 400
    │   ├── IncompleteSignature PackedPolicyTooLarge 400 · InvalidClientTokenId ExpiredToken SignatureDoesNotMatch 403
    │   ├── InvalidIdentityToken ExpiredTokenException IDPCommunicationError 400 · IDPRejectedClaim 403
    │   ├── UnrecognizedPublicKeyEncoding InvalidPublicKey DuplicateSSHPublicKey 400
    │   ├── MalformedCertificate InvalidCertificate 400 · DuplicateCertificate 409
    │   ├── ReportNotPresent ReportExpired 410
    │   └── AccessDenied InvalidAuthenticationCode 403
    ├── Mistakes                several errors of one input, told at once
    ├── LockOut                 the caller would lose its own right to administer
    ├── Undecided               the answer hangs on something that is named; also NewAccess and GuardBroken, of changes
    ├── UsageError              the command line is not well-formed
    ├── CheckFailed             a check's answer is no; the answer itself went to stdout
    ├── WrongPassphrase         what was typed does not open the vault
    └── MachineError            the machine is in the way: BrokenFile BrokenSecret LockTimeout NewerFormat
                                StorageFailure

The exit status follows from the HTTP status: one table, `EXIT_STATUS`.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXIT_STATUS = {400: 6, 422: 7, 403: 3, 404: 4, 409: 5, 410: 4, 500: 70, 503: 74}


class Place(NamedTuple):
    """A position in a text that a person can open: lines and columns count from 1, columns in characters."""

    source: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"


class IamctlError(Exception):
    """A failure that iamctl expects, with what to do next.

    Attributes:
        message: one sentence with its full stop.
        hints: what to type next; lower case, no full stop.
        place: where in a text the cause stands, if it stands in one.
    """

    code: ClassVar[str] = "InternalFailure"
    http_status: ClassVar[int] = 500
    status: ClassVar[int | None] = None
    """The exit status, where it does not follow from the HTTP status."""

    def __init_subclass__(cls) -> None:
        if cls.__module__ == __name__ and "code" not in cls.__dict__:
            cls.code = cls.__name__  # an error's class is named by its code

    def __init__(self, message: str, *, hint: str | Sequence[str] | None = None, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hints: tuple[str, ...] = (hint,) if isinstance(hint, str) else tuple(hint or ())
        self.place = place

    @property
    def exit_status(self) -> int:
        return EXIT_STATUS[self.http_status] if self.status is None else self.status

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class IamError(IamctlError):
    """An error of the IAM API."""

    http_status = 400


class NoSuchEntity(IamError):
    """The request names an entity that the account does not have."""

    http_status = 404

    # AWS words it differently from kind to kind.
    _SENTENCES: ClassVar[dict[str, str]] = {
        "policy": "Policy {name} does not exist or is not attachable.",
        "policy version": "Policy {name} does not exist or is not attachable.",
        "attached policy": "Policy {name} was not found.",
        "instance profile": "Instance Profile {name} cannot be found.",
        "saml provider": "Manifest not found for arn {name}",
        "oidc provider": "OpenIDConnect Provider not found for arn {name}",
        "password policy": "The Password Policy with domain name {name} cannot be found.",
        "account in": "There is no account in {name}.",
        "account alias": "The account alias {name} cannot be found.",
        "policy source": "Unable to retrieve specified IAM entity.",
        "resource policy": "The account has no policy for the resource {name}.",
        "access key": "The Access Key with id {name} cannot be found.",
        "access key of": "{name} has no access key.",
        "ssh public key": "The SSH Public Key with id {name} cannot be found.",
        "service-specific credential": "The Service Specific Credential with id {name} cannot be found.",
        "service of credentials": "No such service {name} is supported for Service Specific Credentials.",
        "signing certificate": "The Certificate with id {name} cannot be found.",
        "login profile": "Login Profile for User {name} cannot be found.",
        "mfa device": "VirtualMFADevice with serial number {name} doesn't exist.",
        "mfa device of": "MFA Device invalid for user.",
    }

    def __init__(self, kind: str, name: str, *, hint: str | Sequence[str] | None = None) -> None:
        sentence = self._SENTENCES.get(kind, "The {kind} with name {name} cannot be found.")
        super().__init__(sentence.format(kind=kind, name=name), hint=hint)
        self.kind = kind
        self.name = name


class EntityAlreadyExists(IamError):
    """The name is taken, in whatever case of letters."""

    http_status = 409

    _SENTENCES: ClassVar[dict[str, str]] = {
        "policy": "A policy called {name} already exists. Duplicate names are not allowed.",
        "instance profile": "Instance Profile {name} already exists.",
        "saml provider": "Provider with name {name} already exists.",
        "oidc provider": "Provider with url {name} already exists.",
        "account": "The account {name} already exists.",
        "account alias": "The account alias {name} already exists.",
        "login profile": "Login Profile for user {name} already exists.",
        "mfa device": "MFA device already exists.",
        "mfa device of": "MFA Device for user {name} already exists.",
        "mfa device of another": "MFA Device is already in use.",
        "resource policy": "A policy for a resource {name} already exists, in another case of letters.",
    }

    def __init__(self, kind: str, name: str, *, hint: str | Sequence[str] | None = None) -> None:
        sentence = self._SENTENCES.get(kind, "{Kind} with name {name} already exists.")
        super().__init__(sentence.format(kind=kind, Kind=kind.capitalize(), name=name), hint=hint)
        self.kind = kind
        self.name = name


class DeleteConflict(IamError):
    """Something still hangs on what is to be deleted."""

    http_status = 409


class LimitExceeded(IamError):
    """A quota of the account would be exceeded."""

    http_status = 409


class ConcurrentModification(IamError):
    """Somebody else changed it in between."""

    http_status = 409


class ValidationError(IamError):
    """A parameter is outside what the API's model allows."""


class InvalidInput(IamError):
    """A parameter is well-formed and still not acceptable."""


class MalformedPolicyDocument(IamError):
    """A policy document breaks the grammar of its kind."""


class UnmodifiableEntity(IamError):
    """Only AWS may change this entity."""


class PolicyNotAttachable(IamError):
    """An AWS managed policy that only a service role may carry."""


class AccessDenied(IamError):
    """The caller may not do this."""

    http_status = 403


class InvalidAuthenticationCode(IamError):
    """The codes are none of the device's, too old, or not consecutive."""

    http_status = 403


class InvalidClientTokenId(IamError):
    """The credentials are nobody's: unknown, inactive, foreign, altered, or of an identity that is gone."""

    http_status = 403


class ExpiredToken(IamError):
    """The temporary credentials are over."""

    http_status = 403


class SignatureDoesNotMatch(IamError):
    """The access key is known, and the secret is not its own."""

    http_status = 403


class IncompleteSignature(IamError):
    """A part of the credentials is missing."""


class PackedPolicyTooLarge(IamError):
    """Session policies and tags together are more than a session token carries."""


class InvalidIdentityToken(IamError):
    """What an identity provider is said to have signed does not hold: STS takes it for nobody's."""

    status = EXIT_STATUS[403]


class ExpiredTokenException(IamError):
    """What the identity provider said held once; the time it named is over."""

    status = EXIT_STATUS[403]


class IDPRejectedClaim(IamError):
    """The identity provider itself says no."""

    http_status = 403


class IDPCommunicationError(IamError):
    """The identity provider, who has to say whether a token holds, does not answer."""

    status = EXIT_STATUS[503]


class UnrecognizedPublicKeyEncoding(IamError):
    """A public key is written in no way that is known."""


class InvalidPublicKey(IamError):
    """A public key is broken, or of a kind or size that is not taken."""


class DuplicateSSHPublicKey(IamError):
    """The user has the SSH public key already."""


class MalformedCertificate(IamError):
    """A certificate is broken."""


class InvalidCertificate(IamError):
    """A certificate is whole and still not acceptable."""


class DuplicateCertificate(IamError):
    """Somebody has the certificate already."""

    http_status = 409


class ReportNotPresent(IamError):
    """Nobody has generated a credential report yet."""

    http_status = 410


class ReportExpired(IamError):
    """The credential report is too old to be fetched."""

    http_status = 410


class PasswordPolicyViolation(IamError):
    """The password is not as the account's password policy wants it."""


class Throttling(IamError):
    """Too many attempts failed just now; the next one has to wait."""

    status = EXIT_STATUS[403]


class Mistakes(IamctlError):
    """Several mistakes of one input, in the order of their places.

    Its exit status is the common one of its errors, else 6.
    """

    http_status = 400

    def __init__(self, errors: Iterable[IamctlError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(f"{error.code}: {error}" for error in self.errors))

    @property
    def exit_status(self) -> int:
        statuses = {error.exit_status for error in self.errors}
        return statuses.pop() if len(statuses) == 1 else 6


class LockOut(IamctlError):
    """The change would take the caller's own right to administer, or the last one there is but root's."""

    http_status = 409


class Undecided(IamctlError):
    """The answer hangs on something that was not given or is not modelled, which is named."""

    http_status = 422


class UsageError(IamctlError):
    """The command line is not well-formed."""

    code = "Usage"
    http_status = 400
    status = 2


class CheckFailed(IamctlError):
    """A check's answer is no. What it found is on stdout already; nothing more is said."""

    http_status = 400
    status = 1


class WrongPassphrase(IamctlError):
    """What was typed does not open the vault."""

    http_status = 403


class MachineError(IamctlError):
    """The machine, not the request, is in the way."""

    code = "ServiceFailure"
    http_status = 503


class BrokenFile(MachineError):
    """A file of the account does not parse or breaks a rule; it is left as it is."""


class BrokenSecret(MachineError):
    """A sealed secret is missing, altered, cut, or another's; it is left as it is and nothing is made of it."""


class LockTimeout(MachineError):
    """Another process holds the account for longer than was asked to wait."""


class NewerFormat(MachineError):
    """The account was written by a later version of iamctl."""


class StorageFailure(MachineError):
    """The disk is full, the folder is read-only, the ledger is damaged."""
