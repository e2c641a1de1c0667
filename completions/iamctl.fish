# fish completion for iamctl, generated from its command tree by `iamctl completion show fish`.

# An option is its flag, the kind of what it takes (nothing for a flag) and its help.
set -g __iamctl_common \
    '--account'\t'account'\t'the account\'s id or alias' \
    '--data-dir'\t'folder'\t'where the accounts are; also IAMCTL_HOME' \
    '--as'\t'user'\t'who asks: root, or a user or role, held to its policies' \
    '--profile'\t'none'\t'whose credentials to use: a login\'s, or those of the AWS credentials file' \
    '--allow-lock-out'\t\t'with --as: let a change take the caller\'s own right to administer' \
    '--deny-new-access'\t\t'refuse a change by which anybody gains any permission' \
    '--override-guard'\t'none'\t'keep a change that breaks a guard; the reason is recorded' \
    '--output'\t'=table|json|jsonl|yaml|tsv|toml|name'\t'how to answer' \
    '-o'\t'=table|json|jsonl|yaml|tsv|toml|name'\t'how to answer' \
    '--json'\t\t'the same as --output json' \
    '--query'\t'none'\t'what of the answer, over its JSON members' \
    '--no-header'\t\t'leave the titles of columns out' \
    '--color'\t'=auto|always|never'\t'when to use colours' \
    '--no-input'\t\t'never ask; refuse instead' \
    '--quiet'\t\t'say nothing but the answer, warnings and errors' \
    '-q'\t\t'say nothing but the answer, warnings and errors' \
    '--lock-timeout'\t'none'\t'how long to wait for another change' \
    '--passphrase-file'\t'file'\t'its first line opens the vault' \
    '--passphrase-stdin'\t\t'the first line of stdin opens the vault' \
    '--debug'\t\t'show the traceback of a bug' \
    '-h'\t\t'show how it is used' \
    '--help'\t\t'show how it is used'

# What stands at these words; a place with `*` takes all that follow.
function __iamctl_node
    set -g __iamctl_commands
    set -g __iamctl_options
    set -g __iamctl_places
    switch $argv[1]
        case ''
            set -g __iamctl_commands \
                'init'\t'Create an account.' \
                'account'\t'Accounts side by side in one data dir, and what an account says of itself.' \
                'user'\t'Users: persons and programs with long-term credentials.' \
                'group'\t'Groups: sets of users that share policies.' \
                'role'\t'Roles: identities without credentials, for whoever their trust policies name.' \
                'policy'\t'Managed policies: the account\'s own and AWS\'s.' \
                'resource-policy'\t'Policies of buckets, queues and other resources, for decisions about them.' \
                'instance-profile'\t'Instance profiles: what hands a role to EC2 instances.' \
                'instance'\t'Instances on this machine: AWS\'s clients find the credentials of a profile\'s role there.' \
                'provider'\t'Identity providers: whose users may assume roles without being users here.' \
                'federation'\t'Federation: trying out what relies on identity providers.' \
                'broker'\t'A company\'s people, known by what they already have, become roles.' \
                'bootstrap'\t'Make the account what a file says, in one change; a second run changes nothing.' \
                'import'\t'Take in what other programs wrote.' \
                'export'\t'Give the account to other programs.' \
                'show'\t'Show whatever has this name, ARN or unique id.' \
                'path'\t'Print the file that holds whatever has this name, ARN or unique id.' \
                'edit'\t'Edit the file of whatever has this name, ARN or unique id.' \
                'whoami'\t'Show who acts: GetCallerIdentity\'s members.' \
                'decide'\t'Decide requests from JSON Lines: one JSON line back for each, in order.' \
                'check'\t'IAM Access Analyzer\'s custom policy checks, without AWS: PASS, or FAIL with a request that proves it.' \
                'compare'\t'Show what one side allows that the other does not, with a request that proves each claim.' \
                'can'\t'Say whether a principal may do something: one line for each action and resource.' \
                'explain'\t'Say why a principal may or may not do something, statement by statement, and what would change it.' \
                'explain-assume'\t'Say why a role may or may not be taken on, and which edit of its trust policy would let in.' \
                'simulate'\t'AWS\'s policy simulator: its inputs, its results, the engine that `can` asks.' \
                'who-can'\t'Find everybody that may do an action, and under which conditions.' \
                'what-can'\t'Tell all that a principal may do: which actions on which resources, under which conditions.' \
                'report'\t'Write a report of the account for people: who may do what, and what to look at.' \
                'audit'\t'Audits: what an account allows that nobody meant.' \
                'test'\t'Run decision cases as unit tests of the account\'s policies.' \
                'guard'\t'Guards: what must always be true of the account\'s permissions.' \
                'history'\t'The account\'s revisions: every change, whole, with who, when and what.' \
                'undo'\t'Take a revision back: a new revision puts its files to where they were.' \
                'doctor'\t'Find everything that is wrong with the account, with file and line, and how to mend it.' \
                'reference'\t'What AWS publishes: services, actions, resource types and condition keys.' \
                'advise'\t'Tell who should be a user and who a role, as AWS\'s guidance does, and with which commands.' \
                'login'\t'Sign in with a password, and with MFA where there is a device; commands then act as that user.' \
                'exec'\t'Run a command as a user or a role, with credentials in its environment alone.' \
                'logout'\t'End the login of this terminal, or of `--profile NAME`; the account no longer takes its session.' \
                'assume'\t'Take on a role for a time.' \
                'creds'\t'Credentials, long-term and temporary: keys, passwords, MFA devices, sessions.' \
                'vault'\t'The vault: where the account\'s secrets lie, sealed.' \
                'completion'\t'Completion of commands, options and names on the shell\'s command line.'
            set -g __iamctl_options \
                '--version'\t\t'print the version' \
                '-V'\t\t'print the version'
        case 'init'
            set -g __iamctl_options \
                '--account-id'\t'none'\t'12 digits; without it they are drawn by lot' \
                '--alias'\t'none'\t'3-63 of a-z, 0-9 and -' \
                '--root-email'\t'none'\t'the root user\'s address' \
                '--vault-key'\t'=keyring|passphrase|file'\t'who has the key of its secrets; without it, the first secret decides' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
        case 'account'
            set -g __iamctl_commands \
                'list'\t'List the accounts of the data dir.' \
                'show'\t'Show an account: id, alias, root user, where its files are.' \
                'use'\t'Make an account the one that commands mean.' \
                'summary'\t'Count the account\'s entities and show its quotas.' \
                'delete'\t'Delete an account with everything in it and its history.' \
                'alias'\t'The account\'s alias: a name to sign in with instead of the 12 digits.' \
                'password-policy'\t'Rules for the console passwords of the account\'s users.'
        case 'account list'
        case 'account show'
            set -g __iamctl_places 'account'
        case 'account use'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'account'
        case 'account summary'
        case 'account delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'account'
        case 'account alias'
            set -g __iamctl_commands \
                'set'\t'Give the account an alias in the place of the one it has.' \
                'delete'\t'Take the account\'s alias away.'
        case 'account alias set'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'account alias delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'account password-policy'
            set -g __iamctl_commands \
                'show'\t'Show the account\'s password policy.' \
                'set'\t'Set the account\'s password policy; what is not given goes back to its default.' \
                'delete'\t'Delete the account\'s password policy; AWS\'s default one holds again.'
        case 'account password-policy show'
        case 'account password-policy set'
            set -g __iamctl_options \
                '--minimum-password-length'\t'none'\t'characters, 6-128' \
                '--require-symbols'\t\t'one of ! @ # $ % ^ & * …' \
                '--no-require-symbols'\t\t'one of ! @ # $ % ^ & * …' \
                '--require-numbers'\t\t'one of 0-9' \
                '--no-require-numbers'\t\t'one of 0-9' \
                '--require-uppercase-characters'\t\t'one of A-Z' \
                '--no-require-uppercase-characters'\t\t'one of A-Z' \
                '--require-lowercase-characters'\t\t'one of a-z' \
                '--no-require-lowercase-characters'\t\t'one of a-z' \
                '--allow-users-to-change-password'\t\t'users may change their own' \
                '--no-allow-users-to-change-password'\t\t'users may change their own' \
                '--max-password-age'\t'none'\t'1-1095; without it, never expires' \
                '--password-reuse-prevention'\t'none'\t'old ones remembered, 1-24' \
                '--hard-expiry'\t\t'who lets a password expire needs an administrator' \
                '--no-hard-expiry'\t\t'who lets a password expire needs an administrator' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
        case 'account password-policy delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
        case 'user'
            set -g __iamctl_commands \
                'create'\t'Create users that may do nothing yet and have no credentials.' \
                'get'\t'Show users.' \
                'list'\t'List the users whose path begins with a prefix.' \
                'update'\t'Rename a user or move it to another path; everything that refers to it follows.' \
                'delete'\t'Delete users.' \
                'tag'\t'Tag a user; a key that it has takes the new value.' \
                'untag'\t'Take tags off a user.' \
                'list-tags'\t'List the tags of a user.' \
                'list-groups'\t'List the groups that a user is in.' \
                'add-to-group'\t'Add a user to groups.' \
                'remove-from-group'\t'Remove a user from groups.' \
                'clone'\t'Create users with the same permissions as one that is there; never its credentials.' \
                'copy-permissions'\t'Give users the permissions that another user has.' \
                'attach-policy'\t'Attach managed policies to a user.' \
                'detach-policy'\t'Detach managed policies from a user.' \
                'list-attached-policies'\t'List the managed policies that are attached to a user.' \
                'put-policy'\t'Write an inline policy of a user; one of the same name is replaced.' \
                'get-policy'\t'Show an inline policy of a user.' \
                'delete-policy'\t'Delete inline policies of a user.' \
                'list-policies'\t'List the names of a user\'s inline policies.' \
                'set-boundary'\t'Set the permissions boundary of a user.' \
                'delete-boundary'\t'Take the permissions boundary off a user.'
        case 'user create'
            set -g __iamctl_options \
                '--path'\t'none'\t'begins and ends with /' \
                '--group'\t'group'\t'a group to be in; may be given again' \
                '--attach-policy'\t'policy'\t'a managed policy to attach; may be given again' \
                '--permissions-boundary'\t'policy'\t'the managed policy that is the boundary: its name, ARN or unique id' \
                '--tag'\t'none'\t'tag it; may be given again' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none*'
        case 'user get'
            set -g __iamctl_places 'user*'
        case 'user list'
            set -g __iamctl_options \
                '--path-prefix'\t'none'\t'only those whose path begins like this'
        case 'user update'
            set -g __iamctl_options \
                '--new-user-name'\t'none'\t'the name it takes' \
                '--new-name'\t'none'\t'the name it takes' \
                '--new-path'\t'none'\t'the path it moves to' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'user delete'
            set -g __iamctl_options \
                '--force'\t\t'remove what stands in the way as well' \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user*'
        case 'user tag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none*'
        case 'user untag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none*'
        case 'user list-tags'
            set -g __iamctl_places 'user'
        case 'user list-groups'
            set -g __iamctl_places 'user'
        case 'user add-to-group'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'group*'
        case 'user remove-from-group'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'group*'
        case 'user clone'
            set -g __iamctl_options \
                '--path'\t'none'\t'another path than the source\'s' \
                '--no-tags'\t\t'leave the source\'s tags out' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none*'
        case 'user copy-permissions'
            set -g __iamctl_options \
                '--replace'\t\t'take away what FROM does not have' \
                '--only'\t'none'\t'some of groups, attached, inline, boundary' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'user*'
        case 'user attach-policy'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'policy*'
        case 'user detach-policy'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'policy*'
        case 'user list-attached-policies'
            set -g __iamctl_options \
                '--path-prefix'\t'none'\t'only those whose path begins like this'
            set -g __iamctl_places 'user'
        case 'user put-policy'
            set -g __iamctl_options \
                '--policy-document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'user get-policy'
            set -g __iamctl_places 'user' 'none'
        case 'user delete-policy'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none*'
        case 'user list-policies'
            set -g __iamctl_places 'user'
        case 'user set-boundary'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'policy'
        case 'user delete-boundary'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'group'
            set -g __iamctl_commands \
                'create'\t'Create groups.' \
                'get'\t'Show a group and its members.' \
                'list'\t'List the groups whose path begins with a prefix.' \
                'update'\t'Rename a group or move it to another path; its members stay.' \
                'delete'\t'Delete groups.' \
                'add-user'\t'Add users to a group.' \
                'remove-user'\t'Remove users from a group.' \
                'move-user'\t'Move users from one group to another in one change.' \
                'attach-policy'\t'Attach managed policies to a group.' \
                'detach-policy'\t'Detach managed policies from a group.' \
                'list-attached-policies'\t'List the managed policies that are attached to a group.' \
                'put-policy'\t'Write an inline policy of a group; one of the same name is replaced.' \
                'get-policy'\t'Show an inline policy of a group.' \
                'delete-policy'\t'Delete inline policies of a group.' \
                'list-policies'\t'List the names of a group\'s inline policies.'
        case 'group create'
            set -g __iamctl_options \
                '--path'\t'none'\t'begins and ends with /' \
                '--attach-policy'\t'policy'\t'a managed policy to attach; may be given again' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none*'
        case 'group get'
            set -g __iamctl_places 'group'
        case 'group list'
            set -g __iamctl_options \
                '--path-prefix'\t'none'\t'only those whose path begins like this'
        case 'group update'
            set -g __iamctl_options \
                '--new-group-name'\t'none'\t'the name it takes' \
                '--new-name'\t'none'\t'the name it takes' \
                '--new-path'\t'none'\t'the path it moves to' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group'
        case 'group delete'
            set -g __iamctl_options \
                '--force'\t\t'remove what stands in the way as well' \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group*'
        case 'group add-user'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group' 'user*'
        case 'group remove-user'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group' 'user*'
        case 'group move-user'
            set -g __iamctl_options \
                '--from'\t'group'\t'the group that they leave' \
                '--to'\t'group'\t'the group that they join' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user*'
        case 'group attach-policy'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group' 'policy*'
        case 'group detach-policy'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group' 'policy*'
        case 'group list-attached-policies'
            set -g __iamctl_options \
                '--path-prefix'\t'none'\t'only those whose path begins like this'
            set -g __iamctl_places 'group'
        case 'group put-policy'
            set -g __iamctl_options \
                '--policy-document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group' 'none'
        case 'group get-policy'
            set -g __iamctl_places 'group' 'none'
        case 'group delete-policy'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'group' 'none*'
        case 'group list-policies'
            set -g __iamctl_places 'group'
        case 'role'
            set -g __iamctl_commands \
                'create'\t'Create roles that may do nothing yet.' \
                'get'\t'Show roles.' \
                'list'\t'List the roles whose path begins with a prefix.' \
                'update'\t'Change a role\'s description or its longest session.' \
                'delete'\t'Delete roles.' \
                'tag'\t'Tag a role; a key that it has takes the new value.' \
                'untag'\t'Take tags off a role.' \
                'list-tags'\t'List the tags of a role.' \
                'list-instance-profiles'\t'List the instance profiles that a role is in.' \
                'trust'\t'Trust policies: who may assume a role.' \
                'attach-policy'\t'Attach managed policies to a role.' \
                'detach-policy'\t'Detach managed policies from a role.' \
                'list-attached-policies'\t'List the managed policies that are attached to a role.' \
                'put-policy'\t'Write an inline policy of a role; one of the same name is replaced.' \
                'get-policy'\t'Show an inline policy of a role.' \
                'delete-policy'\t'Delete inline policies of a role.' \
                'list-policies'\t'List the names of a role\'s inline policies.' \
                'set-boundary'\t'Set the permissions boundary of a role.' \
                'delete-boundary'\t'Take the permissions boundary off a role.'
        case 'role create'
            set -g __iamctl_options \
                '--trust-policy'\t'file'\t'the trust policy, JSON or TOML: a file, - for stdin, or the text itself' \
                '--assume-role-policy-document'\t'file'\t'the trust policy, JSON or TOML: a file, - for stdin, or the text itself' \
                '--trust-service'\t'none'\t'a service such as ec2.amazonaws.com; may be given again' \
                '--trust-account'\t'none'\t'another account, or this one; may be given again' \
                '--trust-user'\t'user'\t'a user\'s name, or any account\'s ARN; may be given again' \
                '--trust-role'\t'role'\t'a role\'s name, or any account\'s ARN; may be given again' \
                '--external-id'\t'none'\t'what trusted accounts, users and roles have to say' \
                '--require-mfa'\t\t'only when they have signed in with MFA' \
                '--trust-saml'\t'saml-provider'\t'a SAML provider\'s name or ARN; may be given again' \
                '--trust-oidc'\t'oidc-provider'\t'an OpenID Connect provider\'s URL or ARN' \
                '--audience'\t'none'\t'whom the provider\'s token is for; may be given again' \
                '--subject'\t'none'\t'whom it speaks of, with * and ?; may be given again' \
                '--description'\t'none'\t'at most 1000 characters' \
                '--max-session-duration'\t'none'\t'the longest session: seconds, or 1h to 12h' \
                '--path'\t'none'\t'begins and ends with /' \
                '--permissions-boundary'\t'policy'\t'the managed policy that is the boundary: its name, ARN or unique id' \
                '--attach-policy'\t'policy'\t'a managed policy to attach; may be given again' \
                '--tag'\t'none'\t'tag it; may be given again' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none*'
        case 'role get'
            set -g __iamctl_places 'role*'
        case 'role list'
            set -g __iamctl_options \
                '--path-prefix'\t'none'\t'only those whose path begins like this'
        case 'role update'
            set -g __iamctl_options \
                '--description'\t'none'\t'at most 1000 characters; \'\' takes it away' \
                '--max-session-duration'\t'none'\t'the longest session: seconds, or 1h to 12h' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role'
        case 'role delete'
            set -g __iamctl_options \
                '--force'\t\t'remove what stands in the way as well' \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role*'
        case 'role tag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role' 'none*'
        case 'role untag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role' 'none*'
        case 'role list-tags'
            set -g __iamctl_places 'role'
        case 'role list-instance-profiles'
            set -g __iamctl_places 'role'
        case 'role trust'
            set -g __iamctl_commands \
                'show'\t'Show the trust policy of a role.' \
                'set'\t'Put another trust policy in the place of a role\'s.'
        case 'role trust show'
            set -g __iamctl_places 'role'
        case 'role trust set'
            set -g __iamctl_options \
                '--trust-policy'\t'file'\t'the trust policy, JSON or TOML: a file, - for stdin, or the text itself' \
                '--assume-role-policy-document'\t'file'\t'the trust policy, JSON or TOML: a file, - for stdin, or the text itself' \
                '--trust-service'\t'none'\t'a service such as ec2.amazonaws.com; may be given again' \
                '--trust-account'\t'none'\t'another account, or this one; may be given again' \
                '--trust-user'\t'user'\t'a user\'s name, or any account\'s ARN; may be given again' \
                '--trust-role'\t'role'\t'a role\'s name, or any account\'s ARN; may be given again' \
                '--external-id'\t'none'\t'what trusted accounts, users and roles have to say' \
                '--require-mfa'\t\t'only when they have signed in with MFA' \
                '--trust-saml'\t'saml-provider'\t'a SAML provider\'s name or ARN; may be given again' \
                '--trust-oidc'\t'oidc-provider'\t'an OpenID Connect provider\'s URL or ARN' \
                '--audience'\t'none'\t'whom the provider\'s token is for; may be given again' \
                '--subject'\t'none'\t'whom it speaks of, with * and ?; may be given again' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role'
        case 'role attach-policy'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role' 'policy*'
        case 'role detach-policy'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role' 'policy*'
        case 'role list-attached-policies'
            set -g __iamctl_options \
                '--path-prefix'\t'none'\t'only those whose path begins like this'
            set -g __iamctl_places 'role'
        case 'role put-policy'
            set -g __iamctl_options \
                '--policy-document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role' 'none'
        case 'role get-policy'
            set -g __iamctl_places 'role' 'none'
        case 'role delete-policy'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role' 'none*'
        case 'role list-policies'
            set -g __iamctl_places 'role'
        case 'role set-boundary'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role' 'policy'
        case 'role delete-boundary'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'role'
        case 'policy'
            set -g __iamctl_commands \
                'create'\t'Create a managed policy; its document is version v1.' \
                'get'\t'Show policies, without their documents.' \
                'list'\t'List the account\'s managed policies, and AWS\'s if asked for.' \
                'delete'\t'Delete policies of the account.' \
                'tag'\t'Tag a policy; a key that it has takes the new value.' \
                'untag'\t'Take tags off a policy.' \
                'list-tags'\t'List the tags of a policy.' \
                'list-entities'\t'List the users, groups and roles that a policy hangs on.' \
                'validate'\t'Find what is wrong with policies, as IAM Access Analyzer\'s validation does, without AWS.' \
                'fmt'\t'Print policies in the canonical form: elements in the grammar\'s order, one indentation.' \
                'minify'\t'Print the smallest JSON that says the same as a policy, and on stderr how large it is.' \
                'from-access'\t'Print the least policy that allows a list of actions and resources.' \
                'refactor'\t'Replace the policies of a user, group or role by fewer and smaller ones that are proved to say the same.' \
                'shrink'\t'Narrow a policy, or the policies of a user, group or role, to what was used, and show what is lost.' \
                'version'\t'Versions of a managed policy: up to five, one of them in force.'
        case 'policy create'
            set -g __iamctl_options \
                '--policy-document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--path'\t'none'\t'begins and ends with /' \
                '--description'\t'none'\t'at most 1000 characters' \
                '--tag'\t'none'\t'tag it; may be given again' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'policy get'
            set -g __iamctl_places 'policy*'
        case 'policy list'
            set -g __iamctl_options \
                '--scope'\t'=Local|AWS|All'\t'the account\'s own, AWS\'s, or both' \
                '--only-attached'\t\t'leave out what nobody uses' \
                '--path-prefix'\t'none'\t'only those whose path begins like this' \
                '--policy-usage-filter'\t'=PermissionsPolicy|PermissionsBoundary'\t'only uses of this kind'
        case 'policy delete'
            set -g __iamctl_options \
                '--force'\t\t'remove what stands in the way as well' \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'policy*'
        case 'policy tag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'policy' 'none*'
        case 'policy untag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'policy' 'none*'
        case 'policy list-tags'
            set -g __iamctl_places 'policy'
        case 'policy list-entities'
            set -g __iamctl_options \
                '--entity-filter'\t'=User|Role|Group'\t'only entities of this kind' \
                '--path-prefix'\t'none'\t'only those whose path begins like this' \
                '--policy-usage-filter'\t'=PermissionsPolicy|PermissionsBoundary'\t'only uses of this kind'
            set -g __iamctl_places 'policy'
        case 'policy validate'
            set -g __iamctl_options \
                '--type'\t'=identity|managed|trust|resource|boundary|session|scp|rcp'\t'what the policies are for' \
                '--all'\t\t'every document of the account' \
                '--fail-on'\t'=error|security-warning|warning|suggestion'\t'exit 6 for findings of this class and graver ones' \
                '--format'\t'=sarif'\t'sarif: a log that code hosts read'
            set -g __iamctl_places 'file*'
        case 'policy fmt'
            set -g __iamctl_options \
                '--check'\t\t'only name the files that would change; exit 1 if any' \
                '--write'\t\t'write the files instead of printing them' \
                '--indent'\t'none'\t'spaces of one level of JSON'
            set -g __iamctl_places 'file*'
        case 'policy minify'
            set -g __iamctl_options \
                '--type'\t'=identity|managed|trust|resource|boundary|session|scp|rcp'\t'what the policy is for'
            set -g __iamctl_places 'file'
        case 'policy from-access'
            set -g __iamctl_options \
                '--dependent'\t\t'also allow what AWS says that the actions depend on' \
                '--no-dependent'\t\t'also allow what AWS says that the actions depend on'
            set -g __iamctl_places 'file'
        case 'policy refactor'
            set -g __iamctl_options \
                '--apply'\t\t'make the change, in one revision; else it is only shown' \
                '--keep'\t'policy'\t'leave this policy as it is; more than once' \
                '--shared'\t\t'also take apart policies that hang on others too; those keep them' \
                '--aws-covers'\t\t'what AWS\'s managed policies say today need not be said again; AWS changes them' \
                '--into'\t'=inline|managed'\t'inline or managed; else what is there and holds it' \
                '--name'\t'none'\t'the new policy\'s name'
            set -g __iamctl_places 'none'
        case 'policy shrink'
            set -g __iamctl_options \
                '--used'\t'file'\t'CloudTrail\'s JSON, also .gz, or lines of `decide`; - is stdin; more than once' \
                '--resources'\t\t'also narrow resources, where the log names them for every use of an action' \
                '--document'\t\t'print the narrowed policy alone'
            set -g __iamctl_places '=POLICY|PRINCIPAL'
        case 'policy version'
            set -g __iamctl_commands \
                'create'\t'Give a policy a new version.' \
                'get'\t'Show a version of a policy with its document.' \
                'list'\t'List the versions of a policy, newest first.' \
                'set-default'\t'Put a version in force for all that the policy hangs on.' \
                'delete'\t'Delete versions that are not in force.'
        case 'policy version create'
            set -g __iamctl_options \
                '--policy-document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--set-as-default'\t\t'put it in force for all that the policy hangs on' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'policy'
        case 'policy version get'
            set -g __iamctl_places 'policy' 'none'
        case 'policy version list'
            set -g __iamctl_places 'policy'
        case 'policy version set-default'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'policy' 'none'
        case 'policy version delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'policy' 'none*'
        case 'resource-policy'
            set -g __iamctl_commands \
                'put'\t'Write the policy of a resource; one that it has is replaced.' \
                'get'\t'Show the policy of a resource.' \
                'list'\t'List the resources that have a policy here.' \
                'delete'\t'Delete the policies of resources.'
        case 'resource-policy put'
            set -g __iamctl_options \
                '--policy-document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--document'\t'file'\t'the document, JSON or TOML: a file, - for stdin, or the text itself' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'resource-policy get'
            set -g __iamctl_places 'none'
        case 'resource-policy list'
        case 'resource-policy delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none*'
        case 'instance-profile'
            set -g __iamctl_commands \
                'create'\t'Create instance profiles without a role.' \
                'get'\t'Show instance profiles with the role in each.' \
                'list'\t'List the instance profiles whose path begins with a prefix.' \
                'delete'\t'Delete instance profiles.' \
                'add-role'\t'Put a role into an instance profile.' \
                'remove-role'\t'Take a role out of an instance profile.' \
                'tag'\t'Tag an instance profile; a key that it has takes the new value.' \
                'untag'\t'Take tags off an instance profile.' \
                'list-tags'\t'List the tags of an instance profile.'
        case 'instance-profile create'
            set -g __iamctl_options \
                '--path'\t'none'\t'begins and ends with /' \
                '--tag'\t'none'\t'tag it; may be given again' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none*'
        case 'instance-profile get'
            set -g __iamctl_places 'instance-profile*'
        case 'instance-profile list'
            set -g __iamctl_options \
                '--path-prefix'\t'none'\t'only those whose path begins like this'
        case 'instance-profile delete'
            set -g __iamctl_options \
                '--force'\t\t'remove what stands in the way as well' \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'instance-profile*'
        case 'instance-profile add-role'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'instance-profile' 'role'
        case 'instance-profile remove-role'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'instance-profile' 'role'
        case 'instance-profile tag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'instance-profile' 'none*'
        case 'instance-profile untag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'instance-profile' 'none*'
        case 'instance-profile list-tags'
            set -g __iamctl_places 'instance-profile'
        case 'instance'
            set -g __iamctl_commands \
                'launch'\t'Serve the metadata of an instance that has the profile, with its role\'s credentials.' \
                'exec'\t'Run a command as if it ran on an instance that has the profile.'
        case 'instance launch'
            set -g __iamctl_options \
                '--port'\t'none'\t'where it listens; 0 takes one that is free' \
                '--listen'\t'none'\t'an IP address of this machine; beyond loopback, who reaches it is served' \
                '--allow-host'\t'none'\t'a name that clients may call it by, besides IP addresses and localhost; may be given again' \
                '--id'\t'none'\t'the instance\'s id, i-…; without it, one is made up' \
                '--region'\t'none'\t'where it is said to be; without it, AWS_REGION or AWS_DEFAULT_REGION, else us-east-1' \
                '--imds'\t'=v2|v1-allowed'\t'whether metadata is answered without a token as well' \
                '--hop-limit'\t'none'\t'how many machines a token\'s answer may pass, 1 to 64' \
                '--container-token-file'\t'file'\t'serve containers too, under a token that is written into this new file and removed at the end' \
                '--for'\t'none'\t'terminate it after so long; without it, by Ctrl-C or SIGTERM'
            set -g __iamctl_places 'instance-profile'
        case 'instance exec'
            set -g __iamctl_options \
                '--through'\t'=imds|container|pod-identity'\t'which door the command\'s clients are led to: that of EC2, of ECS, or of EKS Pod Identity' \
                '--id'\t'none'\t'the instance\'s id, i-…; without it, one is made up' \
                '--region'\t'none'\t'where it is said to be; without it, AWS_REGION or AWS_DEFAULT_REGION, else us-east-1' \
                '--imds'\t'=v2|v1-allowed'\t'whether metadata is answered without a token as well'
            set -g __iamctl_places 'instance-profile' 'none*'
        case 'provider'
            set -g __iamctl_commands \
                'saml'\t'Identity providers that speak SAML 2.0.' \
                'oidc'\t'Identity providers that speak OpenID Connect.'
        case 'provider saml'
            set -g __iamctl_commands \
                'create'\t'Create a SAML provider from its metadata.' \
                'get'\t'Show a SAML provider with its metadata.' \
                'list'\t'List the SAML providers.' \
                'update'\t'Put other metadata in a SAML provider\'s place, or change how it is verified.' \
                'delete'\t'Delete SAML providers.' \
                'tag'\t'Tag a SAML provider; a key that it has takes the new value.' \
                'untag'\t'Take tags off a SAML provider.' \
                'list-tags'\t'List the tags of a SAML provider.'
        case 'provider saml create'
            set -g __iamctl_options \
                '--saml-metadata-document'\t'file'\t'the identity provider\'s metadata, XML: a file, - for stdin, or the text itself' \
                '--metadata'\t'file'\t'the identity provider\'s metadata, XML: a file, - for stdin, or the text itself' \
                '--add-private-key'\t'file'\t'the key that opens encrypted assertions: RSA in PEM without a passphrase; a file, or - for stdin' \
                '--assertion-encryption-mode'\t'=Required|Allowed'\t'whether assertions have to be encrypted; needs a private key' \
                '--strict'\t\t'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo' \
                '--no-strict'\t\t'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo' \
                '--allow-sha1'\t\t'take signatures that use SHA-1' \
                '--no-allow-sha1'\t\t'take signatures that use SHA-1' \
                '--tag'\t'none'\t'tag it; may be given again' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'provider saml get'
            set -g __iamctl_places 'saml-provider'
        case 'provider saml list'
        case 'provider saml update'
            set -g __iamctl_options \
                '--saml-metadata-document'\t'file'\t'the identity provider\'s metadata, XML: a file, - for stdin, or the text itself' \
                '--metadata'\t'file'\t'the identity provider\'s metadata, XML: a file, - for stdin, or the text itself' \
                '--add-private-key'\t'file'\t'the key that opens encrypted assertions: RSA in PEM without a passphrase; a file, or - for stdin' \
                '--remove-private-key'\t'none'\t'a private key\'s id' \
                '--assertion-encryption-mode'\t'=Required|Allowed'\t'whether assertions have to be encrypted; needs a private key' \
                '--strict'\t\t'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo' \
                '--no-strict'\t\t'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo' \
                '--allow-sha1'\t\t'take signatures that use SHA-1' \
                '--no-allow-sha1'\t\t'take signatures that use SHA-1' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'saml-provider'
        case 'provider saml delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'saml-provider*'
        case 'provider saml tag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'saml-provider' 'none*'
        case 'provider saml untag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'saml-provider' 'none*'
        case 'provider saml list-tags'
            set -g __iamctl_places 'saml-provider'
        case 'provider oidc'
            set -g __iamctl_commands \
                'create'\t'Create an OpenID Connect provider.' \
                'get'\t'Show an OpenID Connect provider.' \
                'list'\t'List the OpenID Connect providers.' \
                'update'\t'Change the client ids, thumbprints and kept keys of an OpenID Connect provider.' \
                'delete'\t'Delete OpenID Connect providers.' \
                'tag'\t'Tag an OpenID Connect provider; a key that it has takes the new value.' \
                'untag'\t'Take tags off an OpenID Connect provider.' \
                'list-tags'\t'List the tags of an OpenID Connect provider.'
        case 'provider oidc create'
            set -g __iamctl_options \
                '--client-id-list'\t'none'\t'an audience whose tokens are taken; may be given again' \
                '--client-id'\t'none'\t'an audience whose tokens are taken; may be given again' \
                '--thumbprint-list'\t'none'\t'40 hexadecimal digits; may be given up to five times' \
                '--thumbprint'\t'none'\t'40 hexadecimal digits; may be given up to five times' \
                '--jwks'\t'file'\t'public keys to verify its tokens with, not fetched ones: a JSON Web Key Set, - for stdin' \
                '--tag'\t'none'\t'tag it; may be given again' \
                '--if-not-exists'\t\t'leave one that exists as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'provider oidc get'
            set -g __iamctl_places 'oidc-provider'
        case 'provider oidc list'
        case 'provider oidc update'
            set -g __iamctl_options \
                '--add-client-id'\t'none'\t'take tokens for this audience too; may be given again' \
                '--remove-client-id'\t'none'\t'take them no longer; may be given again' \
                '--thumbprint-list'\t'none'\t'in the place of all that it has; may be given again' \
                '--thumbprint'\t'none'\t'in the place of all that it has; may be given again' \
                '--jwks'\t'file'\t'public keys to verify its tokens with, not fetched ones: a JSON Web Key Set, - for stdin' \
                '--remove-jwks'\t\t'keep no keys for it: fetch them from it again' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'oidc-provider'
        case 'provider oidc delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'oidc-provider*'
        case 'provider oidc tag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'oidc-provider' 'none*'
        case 'provider oidc untag'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'oidc-provider' 'none*'
        case 'provider oidc list-tags'
            set -g __iamctl_places 'oidc-provider'
        case 'federation'
            set -g __iamctl_commands \
                'issuer'\t'Run an OpenID Connect and a SAML provider for tests, on this machine alone.'
        case 'federation issuer'
            set -g __iamctl_options \
                '--listen'\t'none'\t'a loopback address; no other is taken' \
                '--port'\t'none'\t'0 takes one that is free' \
                '--client-id'\t'none'\t'a client that tokens are for, else for-tests; may be given again' \
                '--redirect-uri'\t'none'\t'where answers may go, besides this machine; may be given again' \
                '--saml-role'\t'none'\t'what SAML responses offer; may be given again' \
                '--claim'\t'none'\t'what every token says too, JSON or text; may be given again' \
                '--sign-in-as'\t'none'\t'who signs in without a form being shown' \
                '--ca-out'\t'file'\t'a new file for the authority that clients are to trust, PEM' \
                '--admin-token-out'\t'file'\t'a new file for the admin token, which is not printed then' \
                '--for'\t'none'\t'stop after so long; without it, by Ctrl-C or SIGTERM'
        case 'broker'
            set -g __iamctl_commands \
                'serve'\t'Serve a broker: people of a company, known by what they already have, become roles.' \
                'login'\t'Become a role through a company\'s broker, known by what one already has.' \
                'test'\t'Show which rule of a broker\'s file fits a person, and what they would get; nothing is issued.' \
                'issued'\t'List what brokers handed out: to whom, through what, which role, until when.'
        case 'broker serve'
            set -g __iamctl_options \
                '--listen'\t'none'\t'an IP address of this machine' \
                '--port'\t'none'\t'0 takes one that is free' \
                '--tls-cert'\t'file'\t'the certificate with its chain, PEM' \
                '--tls-key'\t'file'\t'its private key, PEM' \
                '--check'\t\t'read the file, show its rules, and serve nothing'
            set -g __iamctl_places 'file'
        case 'broker login'
            set -g __iamctl_options \
                '--user'\t'none'\t'whose password is asked for' \
                '--password-stdin'\t\t'read the password from stdin, a line' \
                '--token-file'\t'file'\t'an ID token for the broker; - for stdin' \
                '--oidc'\t\t'sign in with the company\'s provider, in a browser' \
                '--by-proxy'\t\t'send nothing: the proxy before the broker knows who it is' \
                '--role'\t'role'\t'which role, where there are several' \
                '--duration'\t'none'\t'15m to 12h, at most what the rule says' \
                '--format'\t'=credential-process|env'\t'how the credentials are written' \
                '--roles'\t\t'list the roles that there are, and take on none' \
                '--keep'\t\t'keep them, and use what was kept until five minutes before its end' \
                '--save-profile'\t'none'\t'write an AWS profile that logs in by itself; it keeps what it gets' \
                '--ca-file'\t'file'\t'an authority to trust too, PEM' \
                '--client-cert'\t'file'\t'for a proxy that asks for one, PEM' \
                '--client-key'\t'file'\t'its private key, PEM'
            set -g __iamctl_places 'none'
        case 'broker test'
            set -g __iamctl_options \
                '--as-user'\t'none'\t'the person, as they sign in' \
                '--attribute'\t'none'\t'what is known of them, in the place of what a directory says; may be given again' \
                '--role'\t'role'\t'the role that they would ask for'
            set -g __iamctl_places 'file'
        case 'broker issued'
            set -g __iamctl_options \
                '--person'\t'none'\t'only what this person got'
        case 'bootstrap'
            set -g __iamctl_options \
                '--prune'\t\t'remove what the file does not name' \
                '--credentials-out'\t'file'\t'write new credentials into a new file that only you can read' \
                '--credentials-format'\t'=csv|json'\t'csv or json; without it, what the file\'s name ends with' \
                '--force'\t\t'replace the file of --credentials-out' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'file'
        case 'import'
            set -g __iamctl_commands \
                'authorization-details'\t'Import what `aws iam get-account-authorization-details` prints.'
        case 'import authorization-details'
            set -g __iamctl_options \
                '--into'\t'none'\t'take it into this account under its id' \
                '--on-conflict'\t'=fail|skip|replace'\t'what becomes of entities that the account has with other facts' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'file'
        case 'export'
            set -g __iamctl_commands \
                'authorization-details'\t'Export the account as `aws iam get-account-authorization-details` prints it.'
        case 'export authorization-details'
            set -g __iamctl_options \
                '--filter'\t'=User|Role|Group|LocalManagedPolicy|AWSManagedPolicy'\t'only these; may be given again'
        case 'show'
            set -g __iamctl_places 'anything'
        case 'path'
            set -g __iamctl_places 'anything'
        case 'edit'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'anything'
        case 'whoami'
            set -g __iamctl_options \
                '--verbose'\t\t'also its kind, groups, policies and boundary, and its session' \
                '-v'\t\t'also its kind, groups, policies and boundary, and its session'
        case 'decide'
            set -g __iamctl_options \
                '--no-account'\t\t'take nothing from an account: what a request leaves out is absent'
            set -g __iamctl_places 'file'
        case 'check'
            set -g __iamctl_commands \
                'no-new-access'\t'Check that a policy allows nothing that its former text does not.' \
                'access-not-granted'\t'Check that a policy allows none of some actions on some resources.' \
                'no-public-access'\t'Check that a resource\'s policy lets in nobody whom it does not name.' \
                'batch'\t'Run checks from JSON Lines: one JSON line back for each, in order.'
        case 'check no-new-access'
            set -g __iamctl_options \
                '--type'\t'=identity|resource|trust'\t'identity, resource or trust; else what the policies look like' \
                '--batch'\t'file'\t'checks as JSON Lines instead; - for stdin' \
                '--format'\t'=sarif'\t'sarif: a log that code hosts read'
            set -g __iamctl_places 'none' 'none'
        case 'check access-not-granted'
            set -g __iamctl_options \
                '--action'\t'none'\t'may have wildcards; given again, any of them; else every one' \
                '--resource'\t'none'\t'may have wildcards; given again, any of them; else every one' \
                '--type'\t'=identity|resource|trust'\t'identity, resource or trust; else what the policies look like' \
                '--batch'\t'file'\t'checks as JSON Lines instead; - for stdin' \
                '--format'\t'=sarif'\t'sarif: a log that code hosts read'
            set -g __iamctl_places 'policy'
        case 'check no-public-access'
            set -g __iamctl_options \
                '--type'\t'none'\t'what it is the policy of: AWS::S3::Bucket, …' \
                '--batch'\t'file'\t'checks as JSON Lines instead; - for stdin' \
                '--format'\t'=sarif'\t'sarif: a log that code hosts read'
            set -g __iamctl_places 'policy'
        case 'check batch'
            set -g __iamctl_places 'file'
        case 'compare'
            set -g __iamctl_options \
                '--for'\t'anything'\t'a user or role: of accounts it alone; in policies it asks' \
                '--action'\t'none'\t'only these, with wildcards; more than once' \
                '--resource'\t'none'\t'only these, with wildcards; more than once' \
                '--level'\t'none'\t'only known actions of this access level: write, tagging, …' \
                '--type'\t'=identity|resource|trust'\t'identity, resource or trust; else what the policies look like' \
                '--expect'\t'=equal|narrower|wider|neither'\t'exit status 0 if it is this, else 1: equal, narrower, …' \
                '--format'\t'=markdown'\t'markdown: tables for a pull request'
            set -g __iamctl_places 'none' 'none'
        case 'can'
            set -g __iamctl_options \
                '--context'\t'none'\t'a context key; given again, the key has several values' \
                '--context-file'\t'file'\t'context keys from a JSON or TOML file; - for stdin' \
                '--source-ip'\t'none'\t'where the request comes from' \
                '--mfa'\t\t'the caller signed in with MFA' \
                '--at'\t'none'\t'when the request comes; without it, now' \
                '--region'\t'none'\t'the region that is called; else the resource\'s' \
                '--resource-account'\t'none'\t'whose the resource is; else whom its ARN names, or yours' \
                '--federated-by'\t'user'\t'the user that a federated user\'s session came from' \
                '--policy'\t'file'\t'a draft, as if the caller had it too; may be given again' \
                '--without'\t'policy'\t'as if the caller had not got this policy (its name or ARN)' \
                '--boundary'\t'file'\t'a permissions boundary, in the place of the caller\'s' \
                '--session-policy'\t'file'\t'a session policy; may be given again' \
                '--resource-policy'\t'file'\t'the resource\'s policy, in the place of the one kept here' \
                '--scp'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--rcp'\t'file'\t'resource control policies of one level, besides RCPFullAWSAccess' \
                '--revision'\t'revision'\t'the account as it was right after this revision' \
                '--on'\t'none'\t'the account as it was then; a day alone is its end' \
                '--expect'\t'=allowed|denied'\t'exit status 0 if every answer is this, else 1' \
                '--strict'\t\t'exit status 7 where the answer hangs on something that was not said'
            set -g __iamctl_places 'anything' 'none*'
        case 'explain'
            set -g __iamctl_options \
                '--context'\t'none'\t'a context key; given again, the key has several values' \
                '--context-file'\t'file'\t'context keys from a JSON or TOML file; - for stdin' \
                '--source-ip'\t'none'\t'where the request comes from' \
                '--mfa'\t\t'the caller signed in with MFA' \
                '--at'\t'none'\t'when the request comes; without it, now' \
                '--region'\t'none'\t'the region that is called; else the resource\'s' \
                '--resource-account'\t'none'\t'whose the resource is; else whom its ARN names, or yours' \
                '--federated-by'\t'user'\t'the user that a federated user\'s session came from' \
                '--policy'\t'file'\t'a draft, as if the caller had it too; may be given again' \
                '--without'\t'policy'\t'as if the caller had not got this policy (its name or ARN)' \
                '--boundary'\t'file'\t'a permissions boundary, in the place of the caller\'s' \
                '--session-policy'\t'file'\t'a session policy; may be given again' \
                '--resource-policy'\t'file'\t'the resource\'s policy, in the place of the one kept here' \
                '--scp'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--rcp'\t'file'\t'resource control policies of one level, besides RCPFullAWSAccess' \
                '--revision'\t'revision'\t'the account as it was right after this revision' \
                '--on'\t'none'\t'the account as it was then; a day alone is its end' \
                '--expect'\t'=allowed|denied'\t'exit status 0 if every answer is this, else 1' \
                '--strict'\t\t'exit status 7 where the answer hangs on something that was not said'
            set -g __iamctl_places 'anything' 'none*'
        case 'explain-assume'
            set -g __iamctl_options \
                '--web-identity-token'\t'file'\t'a token of an OpenID Connect provider; - for stdin' \
                '--saml-response'\t'file'\t'a SAML response, in base64 as browsers post it, or XML; - for stdin' \
                '--saml-provider'\t'none'\t'the SAML provider\'s name or ARN; without it, by the issuer' \
                '--fetch-keys'\t\t'ask the token\'s provider for its keys, where none are at hand' \
                '--session-name'\t'none'\t'what the session is called; without it, as the user of this machine' \
                '--duration'\t'none'\t'how long: 1h, 90m, 3600, or max' \
                '--session-policy'\t'file'\t'what it is narrowed to, JSON or TOML: a file, - or the text itself' \
                '--policy-arn'\t'policy'\t'a managed policy that narrows it: its name, ARN or unique id; may be given again' \
                '--tag'\t'none'\t'a session tag; may be given again' \
                '--transitive'\t'none'\t'a tag that sessions out of it get as well; may be given again' \
                '--source-identity'\t'none'\t'who is behind it, for the whole chain' \
                '--external-id'\t'none'\t'what the role\'s owner agreed upon with you' \
                '--mfa'\t\t'as if a code of your MFA device came with the call'
            set -g __iamctl_places 'role'
        case 'simulate'
            set -g __iamctl_commands \
                'principal'\t'Simulate the policies of a user, group or role, as SimulatePrincipalPolicy does.' \
                'custom'\t'Simulate policies that are given, as SimulateCustomPolicy does.' \
                'get-context-keys'\t'List the context keys that policies ask for: a principal\'s, given ones, or both.'
        case 'simulate principal'
            set -g __iamctl_options \
                '--policy-source-arn'\t'none'\t'the same, as the API calls it' \
                '--action-names'\t'none'\t'an action, service:Name; may be given again' \
                '--policy-input-list'\t'file'\t'a policy: a file, - or the text; may be given again' \
                '--permissions-boundary-policy-input-list'\t'file'\t'the permissions boundary; one' \
                '--policy-exclusion-list'\t'none'\t'a policy to leave out: PolicyArn=…, PolicyType=… or JSON; may be given again' \
                '--scp'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--ordered-organization-policy-input-list'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--resource-arns'\t'none'\t'a resource; may be given again; without any, *' \
                '--resource-policy'\t'file'\t'the policy of every resource' \
                '--trust-policy'\t'file'\t'of the role that is assumed; AWS\'s simulator takes none' \
                '--resource-owner'\t'none'\t'the root of the account that resources without one belong to' \
                '--caller-arn'\t'none'\t'the user, group or role that calls' \
                '--context-entries'\t'none'\t'ContextKeyName=…,ContextKeyValues=…,ContextKeyType=… or JSON; may be given again' \
                '--resource-handling-option'\t'none'\t'EC2-VPC-EBS and the like: what must be there'
            set -g __iamctl_places 'anything'
        case 'simulate custom'
            set -g __iamctl_options \
                '--policy-input-list'\t'file'\t'a policy: a file, - or the text; may be given again' \
                '--action-names'\t'none'\t'an action, service:Name; may be given again' \
                '--permissions-boundary-policy-input-list'\t'file'\t'the permissions boundary; one' \
                '--scp'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--ordered-organization-policy-input-list'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--resource-arns'\t'none'\t'a resource; may be given again; without any, *' \
                '--resource-policy'\t'file'\t'the policy of every resource' \
                '--trust-policy'\t'file'\t'of the role that is assumed; AWS\'s simulator takes none' \
                '--resource-owner'\t'none'\t'the root of the account that resources without one belong to' \
                '--caller-arn'\t'none'\t'the user, group or role that calls' \
                '--context-entries'\t'none'\t'ContextKeyName=…,ContextKeyValues=…,ContextKeyType=… or JSON; may be given again' \
                '--resource-handling-option'\t'none'\t'EC2-VPC-EBS and the like: what must be there'
        case 'simulate get-context-keys'
            set -g __iamctl_options \
                '--policy-input-list'\t'file'\t'a policy: a file, - or the text; may be given again'
            set -g __iamctl_places 'anything'
        case 'who-can'
            set -g __iamctl_options \
                '--context'\t'none'\t'a context key; given again, the key has several values' \
                '--context-file'\t'file'\t'context keys from a JSON or TOML file; - for stdin' \
                '--source-ip'\t'none'\t'where the request comes from' \
                '--mfa'\t\t'the caller signed in with MFA' \
                '--at'\t'none'\t'when the request comes; without it, now' \
                '--region'\t'none'\t'the region that is called; else the resource\'s' \
                '--resource-account'\t'none'\t'whose the resource is; else whom its ARN names, or yours' \
                '--resource-policy'\t'file'\t'the resource\'s policy, in the place of the one kept here' \
                '--scp'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--rcp'\t'file'\t'resource control policies of one level, besides RCPFullAWSAccess' \
                '--revision'\t'revision'\t'the account as it was right after this revision' \
                '--on'\t'none'\t'the account as it was then; a day alone is its end'
            set -g __iamctl_places 'none' 'none'
        case 'what-can'
            set -g __iamctl_options \
                '--service'\t'none'\t'only this service; may be given again' \
                '--resource'\t'none'\t'only this resource; without it, all of the account\'s' \
                '--level'\t'none'\t'only actions of this access level: list, read, write, permissions-management or tagging; may be given again' \
                '--context'\t'none'\t'a context key; given again, the key has several values' \
                '--context-file'\t'file'\t'context keys from a JSON or TOML file; - for stdin' \
                '--source-ip'\t'none'\t'where the request comes from' \
                '--mfa'\t\t'the caller signed in with MFA' \
                '--at'\t'none'\t'when the request comes; without it, now' \
                '--region'\t'none'\t'the region that is called; else the resource\'s' \
                '--resource-account'\t'none'\t'whose the resource is; else whom its ARN names, or yours' \
                '--federated-by'\t'user'\t'the user that a federated user\'s session came from' \
                '--policy'\t'file'\t'a draft, as if the caller had it too; may be given again' \
                '--without'\t'policy'\t'as if the caller had not got this policy (its name or ARN)' \
                '--boundary'\t'file'\t'a permissions boundary, in the place of the caller\'s' \
                '--session-policy'\t'file'\t'a session policy; may be given again' \
                '--resource-policy'\t'file'\t'the resource\'s policy, in the place of the one kept here' \
                '--scp'\t'file'\t'service control policies of one level, the root\'s first: one, or a JSON list; may be given again' \
                '--rcp'\t'file'\t'resource control policies of one level, besides RCPFullAWSAccess' \
                '--revision'\t'revision'\t'the account as it was right after this revision' \
                '--on'\t'none'\t'the account as it was then; a day alone is its end'
            set -g __iamctl_places 'anything'
        case 'report'
            set -g __iamctl_options \
                '--format'\t'=html|markdown|json'\t'html, markdown or json; else what FILE\'s name says, or markdown' \
                '--out'\t'file'\t'write it into a file, whole or not at all' \
                '--revisions'\t'none'\t'how many of the latest changes to tell' \
                '--escalation'\t\t'look for ways to more; else up to 500 users and roles, as of many that takes minutes' \
                '--no-escalation'\t\t'look for ways to more; else up to 500 users and roles, as of many that takes minutes' \
                '--force'\t\t'replace the file if it is there'
        case 'audit'
            set -g __iamctl_commands \
                'escalation'\t'Find every way for a user or role to reach more than it has, the shortest first.'
        case 'audit escalation'
            set -g __iamctl_options \
                '--from'\t'anything'\t'only this user or role: a name, ARN or unique id' \
                '--to'\t'none'\t'only ways to this: admin, a user or role, or an action such as s3:GetObject' \
                '--paths'\t'none'\t'paths for each principal at most; 0 is all' \
                '--format'\t'=mermaid|dot|html'\t'mermaid, dot, or html: a page by itself' \
                '--check'\t\t'exit status 1 if there is any path' \
                '--revision'\t'revision'\t'the account as it was right after this revision' \
                '--on'\t'none'\t'the account as it was then; a day alone is its end'
        case 'test'
            set -g __iamctl_options \
                '--format'\t'=tap|junit'\t'for programs that run tests, in the place of a table' \
                '--coverage'\t\t'tell which statements and branches of conditions no case brings to bear' \
                '--mutate'\t\t'tell which edits of the policies no case would notice' \
                '--strict'\t\t'fail a case whose answer hangs on what it does not say'
            set -g __iamctl_places 'file*'
        case 'guard'
            set -g __iamctl_commands \
                'list'\t'List the account\'s guards: what must always be true of its permissions.' \
                'check'\t'Prove each guard of the account, or show who gets through, with a request.' \
                'explain'\t'Show what a guard says, whom it does not mean, and everybody who gets through.'
        case 'guard list'
        case 'guard check'
            set -g __iamctl_places 'none*'
        case 'guard explain'
            set -g __iamctl_places 'none'
        case 'history'
            set -g __iamctl_commands \
                'list'\t'List the account\'s revisions, newest first.' \
                'show'\t'Show a revision: its operations with their parameters, and the difference of every file.' \
                'diff'\t'Show how the account\'s files differ between two revisions.' \
                'verify'\t'Check that the chain of revisions is whole and that every file is what it says.' \
                'export'\t'Write every revision with the texts of its files, oldest first, as JSON Lines.'
        case 'history list'
            set -g __iamctl_options \
                '--limit'\t'none'\t'at most this many, the newest ones'
        case 'history show'
            set -g __iamctl_places 'revision'
        case 'history diff'
            set -g __iamctl_options \
                '--permissions'\t\t'show who gained and lost which permissions, not the files'
            set -g __iamctl_places 'revision' 'revision'
        case 'history verify'
        case 'history export'
            set -g __iamctl_options \
                '--from'\t'revision'\t'the first revision that is exported'
        case 'undo'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'revision'
        case 'doctor'
            set -g __iamctl_options \
                '--repair'\t\t'mend what can be mended without a decision' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
        case 'reference'
            set -g __iamctl_commands \
                'status'\t'Show which tables of AWS are shipped, from where and of what day.' \
                'service'\t'Look up a service: its actions, resource types with their ARNs, condition keys.' \
                'action'\t'Look up actions: access level, resource types, condition keys, dependent actions.' \
                'key'\t'Look up a condition key: its type, and which actions name it.' \
                'resource-type'\t'Look up a resource type: its ARN, its condition keys, the actions on it.'
        case 'reference status'
        case 'reference service'
            set -g __iamctl_places 'none'
        case 'reference action'
            set -g __iamctl_places 'none*'
        case 'reference key'
            set -g __iamctl_places 'none'
        case 'reference resource-type'
            set -g __iamctl_places 'none'
        case 'advise'
            set -g __iamctl_options \
                '--who'\t'none'\t'root, myself, person, people or application' \
                '--where'\t'none'\t'people: company, other-account, mobile; an application: ec2, ecs, lambda, kubernetes, ci, on-premises, mobile, other-account, keys-only' \
                '--identity-system'\t'none'\t'none, saml, oidc, ldap or own' \
                '--how-long'\t'none'\t'how long access is needed at a stretch: 8h, 90m, 14d' \
                '--name'\t'none'\t'a name for the user or role to be made; may be given again' \
                '--group'\t'group'\t'the group that people\'s permissions hang on' \
                '--policy'\t'policy'\t'a managed policy it needs; may be given again' \
                '--provider-url'\t'none'\t'an OpenID Connect issuer with https://, or a host such as accounts.google.com' \
                '--client-id'\t'none'\t'whom its tokens are for; may be given again' \
                '--subject'\t'none'\t'whom they speak of, with * and ?; may be given again' \
                '--provider-name'\t'none'\t'a SAML provider\'s name, of one there or to be made' \
                '--metadata'\t'file'\t'the metadata of a SAML provider that is to be made' \
                '--from-account'\t'none'\t'another account, 12 digits; may be given again' \
                '--external-id'\t'none'\t'what a third party has to say' \
                '--apply'\t\t'run the commands, in one change' \
                '--credentials-out'\t'file'\t'with --apply: new credentials into a new file, .csv or .json' \
                '--check'\t\t'find in the account what goes against the guidance' \
                '--recent'\t'none'\t'with --check: what counts as in use, else 30d' \
                '--format'\t'=sarif'\t'with --check, sarif: a log that code hosts read' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
        case 'login'
            set -g __iamctl_options \
                '--stdin'\t\t'read the password, and if need be an MFA code, from stdin, a line each' \
                '--duration'\t'none'\t'how long it lasts: from 15m to 12h, which it is without; of a role as the role allows, or max' \
                '--mfa-serial'\t'none'\t'which MFA device the code is of: its serial number or name; without it, any of the user\'s' \
                '--oidc'\t'none'\t'sign in at an OpenID Connect provider: its URL or ARN' \
                '--saml'\t'none'\t'sign in at a SAML provider: its name or ARN' \
                '--role'\t'role'\t'the role to take on; without it, of those that the sign-in gives' \
                '--device'\t\t'with --oidc: type a code in wherever there is a browser' \
                '--no-browser'\t\t'open no browser, only say where to go' \
                '--port'\t'none'\t'where on 127.0.0.1 the browser brings the answer; without it, any, and 35001 with --saml' \
                '--client-id'\t'none'\t'with --oidc: which client id; without it, the provider\'s only one' \
                '--client-secret-file'\t'file'\t'with --oidc: the client\'s secret, - for stdin' \
                '--entity-id'\t'none'\t'with --saml: who asks; without it, urn:amazon:webservices, as AWS does' \
                '--wait'\t'none'\t'how long somebody may take to sign in'
            set -g __iamctl_places 'user'
        case 'exec'
            set -g __iamctl_options \
                '--duration'\t'none'\t'how long the credentials last, such as 15m; without it, 12h of a user and 1h of a role' \
                '--session-name'\t'none'\t'of a role\'s session; without it, your name on this machine' \
                '--mfa-serial'\t'none'\t'an MFA device of yours: serial number or name' \
                '--mfa-code'\t'none'\t'its present code, which works once; or prompt' \
                '--mfa-code-stdin'\t\t'read the code from stdin' \
                '--instance-profile'\t'instance-profile'\t'run it as on an instance that has the profile, as `iamctl instance exec` does'
            set -g __iamctl_places 'anything' 'none*'
        case 'logout'
            set -g __iamctl_options \
                '--all'\t\t'every login of yours, of whichever terminal or profile'
        case 'assume'
            set -g __iamctl_options \
                '--session-name'\t'none'\t'what the session is called; without it, as the user of this machine' \
                '--duration'\t'none'\t'how long: 1h, 90m, 3600, or max' \
                '--session-policy'\t'file'\t'what it is narrowed to, JSON or TOML: a file, - or the text itself' \
                '--policy-arn'\t'policy'\t'a managed policy that narrows it: its name, ARN or unique id; may be given again' \
                '--tag'\t'none'\t'a session tag; may be given again' \
                '--transitive'\t'none'\t'a tag that sessions out of it get as well; may be given again' \
                '--source-identity'\t'none'\t'who is behind it, for the whole chain' \
                '--external-id'\t'none'\t'what the role\'s owner agreed upon with you' \
                '--mfa-serial'\t'none'\t'an MFA device of yours: serial number or name' \
                '--mfa-code'\t'none'\t'its present code, which works once; or prompt' \
                '--mfa-code-stdin'\t\t'read the code from stdin' \
                '--no-cache'\t\t'have a session issued that is not kept, and look for none' \
                '--format'\t'none'\t'the credentials as env, fish, powershell, json, dotenv, credential-process, profile' \
                '--save-profile'\t'none'\t'write it as this profile into the AWS shared credentials file' \
                '--force'\t\t'replace the profile that has a long-term access key' \
                '--web-identity-token'\t'file'\t'a token of an OpenID Connect provider; - for stdin' \
                '--provider-id'\t'none'\t'the token is an access token of www.amazon.com or graph.facebook.com' \
                '--saml-response'\t'file'\t'a SAML response, in base64 as browsers post it, or XML; - for stdin' \
                '--saml-provider'\t'none'\t'the SAML provider\'s name or ARN; without it, by the issuer' \
                '--list'\t\t'list the roles that you may take on'
            set -g __iamctl_places 'role' 'none*'
        case 'creds'
            set -g __iamctl_commands \
                'report'\t'Show how everybody\'s credentials stand: AWS\'s credential report, as CSV.' \
                'check'\t'Find credentials that should not stay as they are, and say what to do about each.' \
                'session-token'\t'Have a session of your own issued out of long-term credentials (GetSessionToken).' \
                'federation-token'\t'Have a session issued for somebody, within your own rights (GetFederationToken).' \
                'process'\t'Give a role\'s credentials to an AWS client: what its credential_process reads.' \
                'configure-profile'\t'Have AWS clients get a role\'s credentials from here: write a profile into the AWS config file.' \
                'cache'\t'Sessions that are kept for the next command.' \
                'password'\t'Console passwords: what persons sign in with.' \
                'mfa'\t'MFA devices: one-time codes that prove who signs in.' \
                'ssh-key'\t'SSH public keys: what users sign in to CodeCommit with.' \
                'service-specific'\t'Service-specific credentials: a password or an API key for one service.' \
                'certificate'\t'Signing certificates: X.509 certificates of users.' \
                'session'\t'Sessions that were issued: temporary credentials of roles and users.' \
                'inspect'\t'Tell whose a key id or a session token is, of which account, and whether it is alive; if not, why.' \
                'revoke'\t'Let every session of a role or user that was issued before now do nothing any more.' \
                'rotate-session-key'\t'Seal session tokens with a new key from now on.' \
                'key'\t'Access keys: what programs sign their requests with.'
        case 'creds report'
            set -g __iamctl_options \
                '--out'\t'file'\t'write it into a new file that only you can read' \
                '--force'\t\t'replace the file, or the profile that has another\'s key'
        case 'creds check'
            set -g __iamctl_options \
                '--max-age'\t'none'\t'from when on a key or a password is old: 90d, 2160h' \
                '--unused'\t'none'\t'from when on what was not used is unused: 90d, 2160h' \
                '--format'\t'=sarif'\t'sarif: a log that code hosts read'
            set -g __iamctl_places 'none*'
        case 'creds session-token'
            set -g __iamctl_options \
                '--duration'\t'none'\t'how long: 1h, 90m, 3600, or max' \
                '--mfa-serial'\t'none'\t'an MFA device of yours: serial number or name' \
                '--mfa-code'\t'none'\t'its present code, which works once; or prompt' \
                '--mfa-code-stdin'\t\t'read the code from stdin' \
                '--format'\t'none'\t'the credentials as env, fish, powershell, json, dotenv, credential-process, profile' \
                '--save-profile'\t'none'\t'write it as this profile into the AWS shared credentials file' \
                '--force'\t\t'replace the profile that has a long-term access key'
        case 'creds federation-token'
            set -g __iamctl_options \
                '--duration'\t'none'\t'how long: 1h, 90m, 3600, or max' \
                '--session-policy'\t'file'\t'what it is narrowed to, JSON or TOML: a file, - or the text itself' \
                '--policy-arn'\t'policy'\t'a managed policy that narrows it: its name, ARN or unique id; may be given again' \
                '--tag'\t'none'\t'a session tag; may be given again' \
                '--format'\t'none'\t'the credentials as env, fish, powershell, json, dotenv, credential-process, profile' \
                '--save-profile'\t'none'\t'write it as this profile into the AWS shared credentials file' \
                '--force'\t\t'replace the profile that has a long-term access key'
            set -g __iamctl_places 'anything'
        case 'creds process'
            set -g __iamctl_options \
                '--role'\t'role'\t'a role\'s name or ARN' \
                '--session-name'\t'none'\t'what the session is called; without it, as the user of this machine' \
                '--duration'\t'none'\t'how long: 1h, 90m, 3600, or max' \
                '--session-policy'\t'file'\t'what it is narrowed to, JSON or TOML: a file, - or the text itself' \
                '--policy-arn'\t'policy'\t'a managed policy that narrows it: its name, ARN or unique id; may be given again' \
                '--tag'\t'none'\t'a session tag; may be given again' \
                '--transitive'\t'none'\t'a tag that sessions out of it get as well; may be given again' \
                '--source-identity'\t'none'\t'who is behind it, for the whole chain' \
                '--external-id'\t'none'\t'what the role\'s owner agreed upon with you' \
                '--mfa-serial'\t'none'\t'an MFA device of yours: serial number or name' \
                '--mfa-code'\t'none'\t'its present code, which works once; or prompt' \
                '--mfa-code-stdin'\t\t'read the code from stdin' \
                '--no-cache'\t\t'have a session issued that is not kept, and look for none'
        case 'creds configure-profile'
            set -g __iamctl_options \
                '--role'\t'role'\t'a role\'s name or ARN' \
                '--session-name'\t'none'\t'what the session is called; without it, as the user of this machine' \
                '--duration'\t'none'\t'how long: 1h, 90m, 3600, or max' \
                '--session-policy'\t'file'\t'what it is narrowed to, JSON or TOML: a file, - or the text itself' \
                '--policy-arn'\t'policy'\t'a managed policy that narrows it: its name, ARN or unique id; may be given again' \
                '--tag'\t'none'\t'a session tag; may be given again' \
                '--transitive'\t'none'\t'a tag that sessions out of it get as well; may be given again' \
                '--source-identity'\t'none'\t'who is behind it, for the whole chain' \
                '--external-id'\t'none'\t'what the role\'s owner agreed upon with you' \
                '--mfa-serial'\t'none'\t'an MFA device of yours: serial number or name' \
                '--force'\t\t'replace another program\'s credential_process'
            set -g __iamctl_places 'anything'
        case 'creds cache'
            set -g __iamctl_commands \
                'list'\t'List the sessions that are kept for the next command, without their secrets.' \
                'clear'\t'Forget the sessions that are kept for the next command.'
        case 'creds cache list'
        case 'creds cache clear'
            set -g __iamctl_options \
                '--role'\t'role'\t'only sessions of this role: its name or a session\'s ARN'
        case 'creds password'
            set -g __iamctl_commands \
                'set'\t'Set a user\'s console password, the first or another.' \
                'generate'\t'Set a console password by lot; it is shown this once.' \
                'change'\t'Change a password by who knows it.' \
                'delete'\t'Delete a user\'s console password; its access keys stay.' \
                'expire'\t'Have a user choose another password at the next sign-in.'
        case 'creds password set'
            set -g __iamctl_options \
                '--stdin'\t\t'read it from stdin, a line each' \
                '--reset-required'\t\t'it only serves to choose another; without either, a password that is there stays as it is' \
                '--no-reset-required'\t\t'it only serves to choose another; without either, a password that is there stays as it is' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'creds password generate'
            set -g __iamctl_options \
                '--reset-required'\t\t'it only serves to choose another; without either, a password that is there stays as it is' \
                '--no-reset-required'\t\t'it only serves to choose another; without either, a password that is there stays as it is' \
                '--out'\t'file'\t'write it into a new file that only you can read' \
                '--force'\t\t'replace the file, or the profile that has another\'s key' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'creds password change'
            set -g __iamctl_options \
                '--stdin'\t\t'read it from stdin, a line each' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'creds password delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'creds password expire'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'creds mfa'
            set -g __iamctl_commands \
                'enable'\t'Enable a virtual MFA device by two consecutive codes.' \
                'list'\t'List a user\'s MFA devices, or all of the account.' \
                'resync'\t'Learn how far an MFA device\'s clock is off, from two consecutive codes.' \
                'disable'\t'Take an MFA device from its owner, and delete it with its seed.'
        case 'creds mfa enable'
            set -g __iamctl_options \
                '--name'\t'none'\t'the device\'s name; without it, its owner\'s' \
                '--path'\t'none'\t'begins and ends with /' \
                '--tag'\t'none'\t'tag it; may be given again' \
                '--start'\t\t'only make the device and hand over its seed' \
                '--stdin'\t\t'read both codes from stdin, a line each' \
                '--code'\t'none'\t'one of the two codes, the older first; say it twice' \
                '--out'\t'file'\t'write it into a new file that only you can read' \
                '--force'\t\t'replace the file, or the profile that has another\'s key' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'creds mfa list'
            set -g __iamctl_options \
                '--virtual'\t\t'list the account\'s devices, whosoever they are' \
                '--assignment-status'\t'none'\t'with --virtual: Assigned, Unassigned or Any'
            set -g __iamctl_places 'user'
        case 'creds mfa resync'
            set -g __iamctl_options \
                '--stdin'\t\t'read both codes from stdin, a line each' \
                '--code'\t'none'\t'one of the two codes, the older first; say it twice' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'creds mfa disable'
            set -g __iamctl_options \
                '--keep'\t\t'only take it from its owner; it can be enabled again' \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'creds ssh-key'
            set -g __iamctl_commands \
                'upload'\t'Give a user an SSH public key, for CodeCommit.' \
                'list'\t'List a user\'s SSH public keys.' \
                'get'\t'Show an SSH public key of a user, with its fingerprint.' \
                'update'\t'Make an SSH public key active or inactive.' \
                'delete'\t'Take an SSH public key from a user.'
        case 'creds ssh-key upload'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'file'
        case 'creds ssh-key list'
            set -g __iamctl_places 'user'
        case 'creds ssh-key get'
            set -g __iamctl_options \
                '--encoding'\t'=SSH|PEM'\t'SSH or PEM'
            set -g __iamctl_places 'user' 'none'
        case 'creds ssh-key update'
            set -g __iamctl_options \
                '--status'\t'=Active|Inactive'\t'Active or Inactive' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'creds ssh-key delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'creds service-specific'
            set -g __iamctl_commands \
                'create'\t'Give a user a credential for one service; its secret is shown this once.' \
                'list'\t'List a user\'s service-specific credentials, without their secrets.' \
                'reset'\t'Give a service-specific credential another secret; it is shown this once.' \
                'update'\t'Make a service-specific credential active or inactive.' \
                'delete'\t'Delete a service-specific credential with its secret, which no undo brings back.'
        case 'creds service-specific create'
            set -g __iamctl_options \
                '--age'\t'none'\t'after how many days it expires, 1-36600' \
                '--out'\t'file'\t'write it into a new file that only you can read' \
                '--force'\t\t'replace the file, or the profile that has another\'s key' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none' 'none'
        case 'creds service-specific list'
            set -g __iamctl_options \
                '--service'\t'none'\t'only those for this service'
            set -g __iamctl_places 'user'
        case 'creds service-specific reset'
            set -g __iamctl_options \
                '--out'\t'file'\t'write it into a new file that only you can read' \
                '--force'\t\t'replace the file, or the profile that has another\'s key' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'creds service-specific update'
            set -g __iamctl_options \
                '--status'\t'=Active|Inactive'\t'Active or Inactive' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'creds service-specific delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'creds certificate'
            set -g __iamctl_commands \
                'upload'\t'Give a user a signing certificate.' \
                'list'\t'List a user\'s signing certificates.' \
                'update'\t'Make a signing certificate active or inactive.' \
                'delete'\t'Take a signing certificate from a user.'
        case 'creds certificate upload'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'file'
        case 'creds certificate list'
            set -g __iamctl_places 'user'
        case 'creds certificate update'
            set -g __iamctl_options \
                '--status'\t'=Active|Inactive'\t'Active or Inactive' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'creds certificate delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user' 'none'
        case 'creds session'
            set -g __iamctl_commands \
                'list'\t'List the sessions that are alive, the newest first.' \
                'show'\t'Show a session: whose it is, from what, until when and why, and what it may do after every narrowing.' \
                'revoke'\t'End sessions for good, and every session that came out of them.'
        case 'creds session list'
            set -g __iamctl_options \
                '--all'\t\t'also those that are over, for 90 days, and why they are'
            set -g __iamctl_places 'anything'
        case 'creds session show'
            set -g __iamctl_options \
                '--service'\t'none'\t'what it may do of this service alone; again'
            set -g __iamctl_places 'none'
        case 'creds session revoke'
            set -g __iamctl_options \
                '--of'\t'anything'\t'all sessions of a user, a role, root, or a role session\'s ARN' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking' \
                '--dry-run'\t\t'show what would change, and change nothing'
            set -g __iamctl_places 'none*'
        case 'creds inspect'
            set -g __iamctl_places 'none'
        case 'creds revoke'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'anything'
        case 'creds rotate-session-key'
            set -g __iamctl_options \
                '--end-all'\t\t'end every session that there is: the older keys go at once' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking' \
                '--dry-run'\t\t'show what would change, and change nothing'
        case 'creds key'
            set -g __iamctl_commands \
                'create'\t'Create an access key; its secret is shown this once.' \
                'list'\t'List a user\'s access keys, without their secrets.' \
                'rotate'\t'Put a new access key in the place of the one that a user has.' \
                'activate'\t'Accept an access key again.' \
                'deactivate'\t'Accept an access key no longer; it can be activated again.' \
                'delete'\t'Delete an access key with its secret; no undo brings the secret back.' \
                'last-used'\t'Show when an access key was last used, for which service and where.'
        case 'creds key create'
            set -g __iamctl_options \
                '--save-profile'\t'none'\t'write it as this profile into the AWS shared credentials file' \
                '--out'\t'file'\t'write it into a new file that only you can read' \
                '--force'\t\t'replace the file, or the profile that has another\'s key' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'creds key list'
            set -g __iamctl_places 'user'
        case 'creds key rotate'
            set -g __iamctl_options \
                '--grace'\t'none'\t'how long the old key is accepted yet: 24h, 90m, 7d' \
                '--keep-old'\t\t'accept the old key until `--finish`' \
                '--finish'\t\t'delete the older of two keys, a rotation\'s old one' \
                '--save-profile'\t'none'\t'write it as this profile into the AWS shared credentials file' \
                '--out'\t'file'\t'write it into a new file that only you can read' \
                '--force'\t\t'replace the file, or the profile that has another\'s key' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'user'
        case 'creds key activate'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'creds key deactivate'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'creds key delete'
            set -g __iamctl_options \
                '--ignore-missing'\t\t'succeed when there is nothing to take away' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places 'none'
        case 'creds key last-used'
            set -g __iamctl_places 'none'
        case 'vault'
            set -g __iamctl_commands \
                'status'\t'Show the vault: who has its data key, how many secrets it holds, and whether each of them opens.' \
                'rekey'\t'Seal every secret anew under a new data key.'
        case 'vault status'
        case 'vault rekey'
            set -g __iamctl_options \
                '--to'\t'=keyring|passphrase|file'\t'who has the new key; without it, who has it now' \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
        case 'completion'
            set -g __iamctl_commands \
                'show'\t'Print the completion script for a shell.' \
                'install'\t'Put the completion script where a shell finds it for its user.'
        case 'completion show'
            set -g __iamctl_places '=bash|zsh|fish|powershell'
        case 'completion install'
            set -g __iamctl_options \
                '--dry-run'\t\t'show what would change, and change nothing' \
                '--yes'\t\t'go ahead without asking' \
                '-y'\t\t'go ahead without asking'
            set -g __iamctl_places '=bash|zsh|fish|powershell'
    end
end

# What the option takes: a kind, or nothing for a flag.
function __iamctl_kind
    for option in $__iamctl_options $__iamctl_common
        set -l parts (string split -m 2 \t -- $option)
        if test "$parts[1]" = "$argv[1]"
            echo $parts[2]
            return
        end
    end
end

# Offer what a place takes: its kind, what stands there already, what stands before that in the word.
function __iamctl_offer
    set -l before $argv[3]
    switch $argv[1]
        case none
        case file
            __fish_complete_path "$argv[2]" | string replace -r '^' -- "$before"
        case folder
            __fish_complete_directories "$argv[2]" | string replace -r '^' -- "$before"
        case '=*'
            for word in (string split '|' -- (string sub -s 2 -- $argv[1]))
                echo $before$word
            end
        case '*'
            set -l program iamctl
            string match -q '*/*' -- $argv[4]; and test -x $argv[4]; and set program $argv[4]
            for name in ($program --complete-names $argv[1] "$argv[2]" $argv[5..-1] 2>/dev/null)
                echo $before$name
            end
    end
end

function __iamctl_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l at
    set -l skip
    set -l position 0
    __iamctl_node ''
    for word in $typed[2..-1]
        if test -n "$skip"
            set skip
        else if string match -q -- '-*' $word
            set skip (__iamctl_kind $word)
        else if string match -q -- "$word"\t'*' $__iamctl_commands
            set at $at $word
            __iamctl_node "$at"
        else
            set position (math $position + 1)
        end
    end
    if test -n "$skip"
        __iamctl_offer $skip "$current" '' $typed
    else if string match -q -- '--*=*' $current
        set -l parts (string split -m 1 = -- $current)
        set -l kind (__iamctl_kind $parts[1])
        test -n "$kind"; and __iamctl_offer $kind "$parts[2]" "$parts[1]=" $typed
    else if string match -q -- '-*' $current
        for option in $__iamctl_options $__iamctl_common
            set -l parts (string split -m 2 \t -- $option)
            echo $parts[1]\t$parts[3]
        end
    else if set -q __iamctl_commands[1]
        printf '%s\n' $__iamctl_commands
    else
        for place in $__iamctl_places
            if test $position -eq 0; or string match -q -- '*\*' $place
                __iamctl_offer (string replace -r '\*$' '' -- $place) "$current" '' $typed
                break
            end
            set position (math $position - 1)
        end
    end
end

complete -c iamctl -e
complete -c iamctl -f -a '(__iamctl_complete)'
