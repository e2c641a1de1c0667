"""The part of the command tree that is about credentials: `creds …`."""

from __future__ import annotations

from iamctl.cli.group import Group

CREDENTIALS = Group(
    "Credentials, long-term and temporary: keys, passwords, MFA devices, sessions.",
    {
        "report": "Show how everybody's credentials stand: AWS's credential report, as CSV.",
        "check": "Find credentials that should not stay as they are, and say what to do about each.",
        "session-token": "Have a session of your own issued out of long-term credentials (GetSessionToken).",
        "federation-token": "Have a session issued for somebody, within your own rights (GetFederationToken).",
        "process": "Give a role's credentials to an AWS client: what its credential_process reads.",
        "configure-profile": (
            "Have AWS clients get a role's credentials from here: write a profile into the AWS config file."
        ),
        "cache": Group(
            "Sessions that are kept for the next command.",
            {
                "list": "List the sessions that are kept for the next command, without their secrets.",
                "clear": "Forget the sessions that are kept for the next command.",
            },
        ),
        "password": Group(
            "Console passwords: what persons sign in with.",
            {
                "set": "Set a user's console password, the first or another.",
                "generate": "Set a console password by lot; it is shown this once.",
                "change": "Change a password by who knows it.",
                "delete": "Delete a user's console password; its access keys stay.",
                "expire": "Have a user choose another password at the next sign-in.",
            },
        ),
        "mfa": Group(
            "MFA devices: one-time codes that prove who signs in.",
            {
                "enable": "Enable a virtual MFA device by two consecutive codes.",
                "list": "List a user's MFA devices, or all of the account.",
                "resync": "Learn how far an MFA device's clock is off, from two consecutive codes.",
                "disable": "Take an MFA device from its owner, and delete it with its seed.",
            },
        ),
        "ssh-key": Group(
            "SSH public keys: what users sign in to CodeCommit with.",
            {
                "upload": "Give a user an SSH public key, for CodeCommit.",
                "list": "List a user's SSH public keys.",
                "get": "Show an SSH public key of a user, with its fingerprint.",
                "update": "Make an SSH public key active or inactive.",
                "delete": "Take an SSH public key from a user.",
            },
        ),
        "service-specific": Group(
            "Service-specific credentials: a password or an API key for one service.",
            {
                "create": "Give a user a credential for one service; its secret is shown this once.",
                "list": "List a user's service-specific credentials, without their secrets.",
                "reset": "Give a service-specific credential another secret; it is shown this once.",
                "update": "Make a service-specific credential active or inactive.",
                "delete": "Delete a service-specific credential with its secret, which no undo brings back.",
            },
        ),
        "certificate": Group(
            "Signing certificates: X.509 certificates of users.",
            {
                "upload": "Give a user a signing certificate.",
                "list": "List a user's signing certificates.",
                "update": "Make a signing certificate active or inactive.",
                "delete": "Take a signing certificate from a user.",
            },
        ),
        "session": Group(
            "Sessions that were issued: temporary credentials of roles and users.",
            {
                "list": "List the sessions that are alive, the newest first.",
                "show": (
                    "Show a session: whose it is, from what, until when and why, and what it may do after every"
                    " narrowing."
                ),
                "revoke": "End sessions for good, and every session that came out of them.",
            },
        ),
        "inspect": (
            "Tell whose a key id or a session token is, of which account, and whether it is alive; if not, why."
        ),
        "revoke": "Let every session of a role or user that was issued before now do nothing any more.",
        "rotate-session-key": "Seal session tokens with a new key from now on.",
        "key": Group(
            "Access keys: what programs sign their requests with.",
            {
                "create": "Create an access key; its secret is shown this once.",
                "list": "List a user's access keys, without their secrets.",
                "rotate": "Put a new access key in the place of the one that a user has.",
                "activate": "Accept an access key again.",
                "deactivate": "Accept an access key no longer; it can be activated again.",
                "delete": "Delete an access key with its secret; no undo brings the secret back.",
                "last-used": "Show when an access key was last used, for which service and where.",
            },
        ),
    },
)
