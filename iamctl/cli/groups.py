"""The command tree as a table: every group and every command with its one line of help.

`--help` and the look-up of a command read this table alone, so that only the module of the command that was
named is imported. A row's module follows from its words: `user create` is the function `create` in
`commands/user/create.py`, `account alias set` is `set` in `commands/account/alias/set.py`; `-` becomes `_`, and
a word that Python keeps for itself gets a `_` behind it. The commands of `PERMISSIONS` are written once for
users, groups and roles: `commands/permissions/attach_policy.py` has `command_for("user")`. Those of `TAGS` are
written once for the rows of `TAGGED`, likewise.

A row's help is the first line of its function's docstring; a test holds the two together.
"""

from __future__ import annotations

from iamctl.cli.group import Group
from iamctl.cli.groups_of_credentials import CREDENTIALS

TWO_WORDS = {("explain", "assume"): "explain-assume"}
"""Commands that are typed as two words too, where the first is a command of its own."""


PERMISSIONS = {
    "attach-policy": "Attach managed policies to a {kind}.",
    "detach-policy": "Detach managed policies from a {kind}.",
    "list-attached-policies": "List the managed policies that are attached to a {kind}.",
    "put-policy": "Write an inline policy of a {kind}; one of the same name is replaced.",
    "get-policy": "Show an inline policy of a {kind}.",
    "delete-policy": "Delete inline policies of a {kind}.",
    "list-policies": "List the names of a {kind}'s inline policies.",
}
BOUNDARIES = {
    "set-boundary": "Set the permissions boundary of a {kind}.",
    "delete-boundary": "Take the permissions boundary off a {kind}.",
}
OWNERS = {"user": PERMISSIONS | BOUNDARIES, "group": PERMISSIONS, "role": PERMISSIONS | BOUNDARIES}


TAGS = {
    "tag": "Tag {one}; a key that it has takes the new value.",
    "untag": "Take tags off {one}.",
    "list-tags": "List the tags of {one}.",
}
TAGGED = {
    "user": "a user",
    "role": "a role",
    "policy": "a policy",
    "instance-profile": "an instance profile",
    "provider saml": "a SAML provider",
    "provider oidc": "an OpenID Connect provider",
}


def _tags(words: str) -> dict[str, str | Group]:
    return {name: line.format(one=TAGGED[words]) for name, line in TAGS.items()}


def _permissions(kind: str) -> dict[str, str | Group]:
    return {name: line.format(kind=kind) for name, line in OWNERS[kind].items()}


ROOT = Group(
    "Administer the IAM of an AWS account that is a folder of TOML files.",
    {
        "init": "Create an account.",
        "account": Group(
            "Accounts side by side in one data dir, and what an account says of itself.",
            {
                "list": "List the accounts of the data dir.",
                "show": "Show an account: id, alias, root user, where its files are.",
                "use": "Make an account the one that commands mean.",
                "summary": "Count the account's entities and show its quotas.",
                "delete": "Delete an account with everything in it and its history.",
                "alias": Group(
                    "The account's alias: a name to sign in with instead of the 12 digits.",
                    {
                        "set": "Give the account an alias in the place of the one it has.",
                        "delete": "Take the account's alias away.",
                    },
                ),
                "password-policy": Group(
                    "Rules for the console passwords of the account's users.",
                    {
                        "show": "Show the account's password policy.",
                        "set": "Set the account's password policy; what is not given goes back to its default.",
                        "delete": "Delete the account's password policy; AWS's default one holds again.",
                    },
                ),
            },
        ),
        "user": Group(
            "Users: persons and programs with long-term credentials.",
            {
                "create": "Create users that may do nothing yet and have no credentials.",
                "get": "Show users.",
                "list": "List the users whose path begins with a prefix.",
                "update": "Rename a user or move it to another path; everything that refers to it follows.",
                "delete": "Delete users.",
                **_tags("user"),
                "list-groups": "List the groups that a user is in.",
                "add-to-group": "Add a user to groups.",
                "remove-from-group": "Remove a user from groups.",
                "clone": "Create users with the same permissions as one that is there; never its credentials.",
                "copy-permissions": "Give users the permissions that another user has.",
                **_permissions("user"),
            },
        ),
        "group": Group(
            "Groups: sets of users that share policies.",
            {
                "create": "Create groups.",
                "get": "Show a group and its members.",
                "list": "List the groups whose path begins with a prefix.",
                "update": "Rename a group or move it to another path; its members stay.",
                "delete": "Delete groups.",
                "add-user": "Add users to a group.",
                "remove-user": "Remove users from a group.",
                "move-user": "Move users from one group to another in one change.",
                **_permissions("group"),
            },
        ),
        "role": Group(
            "Roles: identities without credentials, for whoever their trust policies name.",
            {
                "create": "Create roles that may do nothing yet.",
                "get": "Show roles.",
                "list": "List the roles whose path begins with a prefix.",
                "update": "Change a role's description or its longest session.",
                "delete": "Delete roles.",
                **_tags("role"),
                "list-instance-profiles": "List the instance profiles that a role is in.",
                "trust": Group(
                    "Trust policies: who may assume a role.",
                    {
                        "show": "Show the trust policy of a role.",
                        "set": "Put another trust policy in the place of a role's.",
                    },
                ),
                **_permissions("role"),
            },
        ),
        "policy": Group(
            "Managed policies: the account's own and AWS's.",
            {
                "create": "Create a managed policy; its document is version v1.",
                "get": "Show policies, without their documents.",
                "list": "List the account's managed policies, and AWS's if asked for.",
                "delete": "Delete policies of the account.",
                **_tags("policy"),
                "list-entities": "List the users, groups and roles that a policy hangs on.",
                "validate": "Find what is wrong with policies, as IAM Access Analyzer's validation does, without AWS.",
                "fmt": "Print policies in the canonical form: elements in the grammar's order, one indentation.",
                "minify": "Print the smallest JSON that says the same as a policy, and on stderr how large it is.",
                "from-access": "Print the least policy that allows a list of actions and resources.",
                "refactor": (
                    "Replace the policies of a user, group or role by fewer and smaller ones that are proved "
                    "to say the same."
                ),
                "shrink": (
                    "Narrow a policy, or the policies of a user, group or role, to what was used, and show "
                    "what is lost."
                ),
                "version": Group(
                    "Versions of a managed policy: up to five, one of them in force.",
                    {
                        "create": "Give a policy a new version.",
                        "get": "Show a version of a policy with its document.",
                        "list": "List the versions of a policy, newest first.",
                        "set-default": "Put a version in force for all that the policy hangs on.",
                        "delete": "Delete versions that are not in force.",
                    },
                ),
            },
        ),
        "resource-policy": Group(
            "Policies of buckets, queues and other resources, for decisions about them.",
            {
                "put": "Write the policy of a resource; one that it has is replaced.",
                "get": "Show the policy of a resource.",
                "list": "List the resources that have a policy here.",
                "delete": "Delete the policies of resources.",
            },
        ),
        "instance-profile": Group(
            "Instance profiles: what hands a role to EC2 instances.",
            {
                "create": "Create instance profiles without a role.",
                "get": "Show instance profiles with the role in each.",
                "list": "List the instance profiles whose path begins with a prefix.",
                "delete": "Delete instance profiles.",
                "add-role": "Put a role into an instance profile.",
                "remove-role": "Take a role out of an instance profile.",
                **_tags("instance-profile"),
            },
        ),
        "instance": Group(
            "Instances on this machine: AWS's clients find the credentials of a profile's role there.",
            {
                "launch": "Serve the metadata of an instance that has the profile, with its role's credentials.",
                "exec": "Run a command as if it ran on an instance that has the profile.",
            },
        ),
        "provider": Group(
            "Identity providers: whose users may assume roles without being users here.",
            {
                "saml": Group(
                    "Identity providers that speak SAML 2.0.",
                    {
                        "create": "Create a SAML provider from its metadata.",
                        "get": "Show a SAML provider with its metadata.",
                        "list": "List the SAML providers.",
                        "update": "Put other metadata in a SAML provider's place, or change how it is verified.",
                        "delete": "Delete SAML providers.",
                        **_tags("provider saml"),
                    },
                ),
                "oidc": Group(
                    "Identity providers that speak OpenID Connect.",
                    {
                        "create": "Create an OpenID Connect provider.",
                        "get": "Show an OpenID Connect provider.",
                        "list": "List the OpenID Connect providers.",
                        "update": "Change the client ids, thumbprints and kept keys of an OpenID Connect provider.",
                        "delete": "Delete OpenID Connect providers.",
                        **_tags("provider oidc"),
                    },
                ),
            },
        ),
        "federation": Group(
            "Federation: trying out what relies on identity providers.",
            {"issuer": "Run an OpenID Connect and a SAML provider for tests, on this machine alone."},
        ),
        "broker": Group(
            "A company's people, known by what they already have, become roles.",
            {
                "serve": "Serve a broker: people of a company, known by what they already have, become roles.",
                "login": "Become a role through a company's broker, known by what one already has.",
                "test": "Show which rule of a broker's file fits a person, and what they would get; nothing is issued.",
                "issued": "List what brokers handed out: to whom, through what, which role, until when.",
            },
        ),
        "bootstrap": "Make the account what a file says, in one change; a second run changes nothing.",
        "import": Group(
            "Take in what other programs wrote.",
            {"authorization-details": "Import what `aws iam get-account-authorization-details` prints."},
        ),
        "export": Group(
            "Give the account to other programs.",
            {
                "authorization-details": "Export the account as `aws iam get-account-authorization-details` prints it.",
            },
        ),
        "show": "Show whatever has this name, ARN or unique id.",
        "path": "Print the file that holds whatever has this name, ARN or unique id.",
        "edit": "Edit the file of whatever has this name, ARN or unique id.",
        "whoami": "Show who acts: GetCallerIdentity's members.",
        "decide": "Decide requests from JSON Lines: one JSON line back for each, in order.",
        "check": Group(
            "IAM Access Analyzer's custom policy checks, without AWS: PASS, or FAIL with a request that proves it.",
            {
                "no-new-access": "Check that a policy allows nothing that its former text does not.",
                "access-not-granted": "Check that a policy allows none of some actions on some resources.",
                "no-public-access": "Check that a resource's policy lets in nobody whom it does not name.",
                "batch": "Run checks from JSON Lines: one JSON line back for each, in order.",
            },
            options=("batch",),
        ),
        "compare": "Show what one side allows that the other does not, with a request that proves each claim.",
        "can": "Say whether a principal may do something: one line for each action and resource.",
        "explain": "Say why a principal may or may not do something, statement by statement, and what would change it.",
        "explain-assume": "Say why a role may or may not be taken on, and which edit of its trust policy would let in.",
        "simulate": Group(
            "AWS's policy simulator: its inputs, its results, the engine that `can` asks.",
            {
                "principal": "Simulate the policies of a user, group or role, as SimulatePrincipalPolicy does.",
                "custom": "Simulate policies that are given, as SimulateCustomPolicy does.",
                "get-context-keys": "List the context keys that policies ask for: a principal's, given ones, or both.",
            },
        ),
        "who-can": "Find everybody that may do an action, and under which conditions.",
        "what-can": "Tell all that a principal may do: which actions on which resources, under which conditions.",
        "report": "Write a report of the account for people: who may do what, and what to look at.",
        "audit": Group(
            "Audits: what an account allows that nobody meant.",
            {"escalation": "Find every way for a user or role to reach more than it has, the shortest first."},
        ),
        "test": "Run decision cases as unit tests of the account's policies.",
        "guard": Group(
            "Guards: what must always be true of the account's permissions.",
            {
                "list": "List the account's guards: what must always be true of its permissions.",
                "check": "Prove each guard of the account, or show who gets through, with a request.",
                "explain": "Show what a guard says, whom it does not mean, and everybody who gets through.",
            },
        ),
        "history": Group(
            "The account's revisions: every change, whole, with who, when and what.",
            {
                "list": "List the account's revisions, newest first.",
                "show": "Show a revision: its operations with their parameters, and the difference of every file.",
                "diff": "Show how the account's files differ between two revisions.",
                "verify": "Check that the chain of revisions is whole and that every file is what it says.",
                "export": "Write every revision with the texts of its files, oldest first, as JSON Lines.",
            },
        ),
        "undo": "Take a revision back: a new revision puts its files to where they were.",
        "doctor": "Find everything that is wrong with the account, with file and line, and how to mend it.",
        "reference": Group(
            "What AWS publishes: services, actions, resource types and condition keys.",
            {
                "status": "Show which tables of AWS are shipped, from where and of what day.",
                "service": "Look up a service: its actions, resource types with their ARNs, condition keys.",
                "action": "Look up actions: access level, resource types, condition keys, dependent actions.",
                "key": "Look up a condition key: its type, and which actions name it.",
                "resource-type": "Look up a resource type: its ARN, its condition keys, the actions on it.",
            },
        ),
        "advise": "Tell who should be a user and who a role, as AWS's guidance does, and with which commands.",
        "login": "Sign in with a password, and with MFA where there is a device; commands then act as that user.",
        "exec": "Run a command as a user or a role, with credentials in its environment alone.",
        "logout": "End the login of this terminal, or of `--profile NAME`; the account no longer takes its session.",
        "assume": "Take on a role for a time.",
        "creds": CREDENTIALS,
        "vault": Group(
            "The vault: where the account's secrets lie, sealed.",
            {
                "status": (
                    "Show the vault: who has its data key, how many secrets it holds, and whether each of them opens."
                ),
                "rekey": "Seal every secret anew under a new data key.",
            },
        ),
        "completion": Group(
            "Completion of commands, options and names on the shell's command line.",
            {
                "show": "Print the completion script for a shell.",
                "install": "Put the completion script where a shell finds it for its user.",
            },
        ),
    },
)


def row(path: tuple[str, ...]) -> str | Group | None:
    """What stands at these words: a command's line of help, a group, or None."""
    found: str | Group | None = ROOT
    for word in path:
        if not isinstance(found, Group):
            return None
        found = found.commands.get(word)
    return found


def commands(at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of every command below `at`, in the order of the table."""
    found = row(at)
    if not isinstance(found, Group):
        return [at] if found is not None else []
    return [path for word in found.commands for path in commands((*at, word))]
