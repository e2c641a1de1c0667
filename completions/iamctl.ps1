# PowerShell completion for iamctl, generated from its command tree by `iamctl completion show powershell`.

# An option is its flag, the kind of what it takes (nothing for a flag) and its help; a place with `*` takes all that follow.
$script:iamctlCommon = @(@('--account', 'account', 'the account''s id or alias'), @('--data-dir', 'folder', 'where the accounts are; also IAMCTL_HOME'), @('--as', 'user', 'who asks: root, or a user or role, held to its policies'), @('--profile', 'none', 'whose credentials to use: a login''s, or those of the AWS credentials file'), @('--allow-lock-out', '', 'with --as: let a change take the caller''s own right to administer'), @('--deny-new-access', '', 'refuse a change by which anybody gains any permission'), @('--override-guard', 'none', 'keep a change that breaks a guard; the reason is recorded'), @('--output', '=table|json|jsonl|yaml|tsv|toml|name', 'how to answer'), @('-o', '=table|json|jsonl|yaml|tsv|toml|name', 'how to answer'), @('--json', '', 'the same as --output json'), @('--query', 'none', 'what of the answer, over its JSON members'), @('--no-header', '', 'leave the titles of columns out'), @('--color', '=auto|always|never', 'when to use colours'), @('--no-input', '', 'never ask; refuse instead'), @('--quiet', '', 'say nothing but the answer, warnings and errors'), @('-q', '', 'say nothing but the answer, warnings and errors'), @('--lock-timeout', 'none', 'how long to wait for another change'), @('--passphrase-file', 'file', 'its first line opens the vault'), @('--passphrase-stdin', '', 'the first line of stdin opens the vault'), @('--debug', '', 'show the traceback of a bug'), @('-h', '', 'show how it is used'), @('--help', '', 'show how it is used'))

$script:iamctlNodes = @{
    '' = @{
        Commands = @(@('init', 'Create an account.'), @('account', 'Accounts side by side in one data dir, and what an account says of itself.'), @('user', 'Users: persons and programs with long-term credentials.'), @('group', 'Groups: sets of users that share policies.'), @('role', 'Roles: identities without credentials, for whoever their trust policies name.'), @('policy', 'Managed policies: the account''s own and AWS''s.'), @('resource-policy', 'Policies of buckets, queues and other resources, for decisions about them.'), @('instance-profile', 'Instance profiles: what hands a role to EC2 instances.'), @('instance', 'Instances on this machine: AWS''s clients find the credentials of a profile''s role there.'), @('provider', 'Identity providers: whose users may assume roles without being users here.'), @('federation', 'Federation: trying out what relies on identity providers.'), @('broker', 'A company''s people, known by what they already have, become roles.'), @('bootstrap', 'Make the account what a file says, in one change; a second run changes nothing.'), @('import', 'Take in what other programs wrote.'), @('export', 'Give the account to other programs.'), @('show', 'Show whatever has this name, ARN or unique id.'), @('path', 'Print the file that holds whatever has this name, ARN or unique id.'), @('edit', 'Edit the file of whatever has this name, ARN or unique id.'), @('whoami', 'Show who acts: GetCallerIdentity''s members.'), @('decide', 'Decide requests from JSON Lines: one JSON line back for each, in order.'), @('check', 'IAM Access Analyzer''s custom policy checks, without AWS: PASS, or FAIL with a request that proves it.'), @('compare', 'Show what one side allows that the other does not, with a request that proves each claim.'), @('can', 'Say whether a principal may do something: one line for each action and resource.'), @('explain', 'Say why a principal may or may not do something, statement by statement, and what would change it.'), @('explain-assume', 'Say why a role may or may not be taken on, and which edit of its trust policy would let in.'), @('simulate', 'AWS''s policy simulator: its inputs, its results, the engine that `can` asks.'), @('who-can', 'Find everybody that may do an action, and under which conditions.'), @('what-can', 'Tell all that a principal may do: which actions on which resources, under which conditions.'), @('report', 'Write a report of the account for people: who may do what, and what to look at.'), @('audit', 'Audits: what an account allows that nobody meant.'), @('test', 'Run decision cases as unit tests of the account''s policies.'), @('guard', 'Guards: what must always be true of the account''s permissions.'), @('history', 'The account''s revisions: every change, whole, with who, when and what.'), @('undo', 'Take a revision back: a new revision puts its files to where they were.'), @('doctor', 'Find everything that is wrong with the account, with file and line, and how to mend it.'), @('reference', 'What AWS publishes: services, actions, resource types and condition keys.'), @('advise', 'Tell who should be a user and who a role, as AWS''s guidance does, and with which commands.'), @('login', 'Sign in with a password, and with MFA where there is a device; commands then act as that user.'), @('exec', 'Run a command as a user or a role, with credentials in its environment alone.'), @('logout', 'End the login of this terminal, or of `--profile NAME`; the account no longer takes its session.'), @('assume', 'Take on a role for a time.'), @('creds', 'Credentials, long-term and temporary: keys, passwords, MFA devices, sessions.'), @('vault', 'The vault: where the account''s secrets lie, sealed.'), @('completion', 'Completion of commands, options and names on the shell''s command line.'))
        Options = @(@('--version', '', 'print the version'), @('-V', '', 'print the version'))
        Places = @()
    }
    'init' = @{
        Commands = @()
        Options = @(@('--account-id', 'none', '12 digits; without it they are drawn by lot'), @('--alias', 'none', '3-63 of a-z, 0-9 and -'), @('--root-email', 'none', 'the root user''s address'), @('--vault-key', '=keyring|passphrase|file', 'who has the key of its secrets; without it, the first secret decides'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @()
    }
    'account' = @{
        Commands = @(@('list', 'List the accounts of the data dir.'), @('show', 'Show an account: id, alias, root user, where its files are.'), @('use', 'Make an account the one that commands mean.'), @('summary', 'Count the account''s entities and show its quotas.'), @('delete', 'Delete an account with everything in it and its history.'), @('alias', 'The account''s alias: a name to sign in with instead of the 12 digits.'), @('password-policy', 'Rules for the console passwords of the account''s users.'))
        Options = @()
        Places = @()
    }
    'account list' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'account show' = @{
        Commands = @()
        Options = @()
        Places = @('account')
    }
    'account use' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('account')
    }
    'account summary' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'account delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('account')
    }
    'account alias' = @{
        Commands = @(@('set', 'Give the account an alias in the place of the one it has.'), @('delete', 'Take the account''s alias away.'))
        Options = @()
        Places = @()
    }
    'account alias set' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'account alias delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'account password-policy' = @{
        Commands = @(@('show', 'Show the account''s password policy.'), @('set', 'Set the account''s password policy; what is not given goes back to its default.'), @('delete', 'Delete the account''s password policy; AWS''s default one holds again.'))
        Options = @()
        Places = @()
    }
    'account password-policy show' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'account password-policy set' = @{
        Commands = @()
        Options = @(@('--minimum-password-length', 'none', 'characters, 6-128'), @('--require-symbols', '', 'one of ! @ # $ % ^ & * …'), @('--no-require-symbols', '', 'one of ! @ # $ % ^ & * …'), @('--require-numbers', '', 'one of 0-9'), @('--no-require-numbers', '', 'one of 0-9'), @('--require-uppercase-characters', '', 'one of A-Z'), @('--no-require-uppercase-characters', '', 'one of A-Z'), @('--require-lowercase-characters', '', 'one of a-z'), @('--no-require-lowercase-characters', '', 'one of a-z'), @('--allow-users-to-change-password', '', 'users may change their own'), @('--no-allow-users-to-change-password', '', 'users may change their own'), @('--max-password-age', 'none', '1-1095; without it, never expires'), @('--password-reuse-prevention', 'none', 'old ones remembered, 1-24'), @('--hard-expiry', '', 'who lets a password expire needs an administrator'), @('--no-hard-expiry', '', 'who lets a password expire needs an administrator'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @()
    }
    'account password-policy delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @()
    }
    'user' = @{
        Commands = @(@('create', 'Create users that may do nothing yet and have no credentials.'), @('get', 'Show users.'), @('list', 'List the users whose path begins with a prefix.'), @('update', 'Rename a user or move it to another path; everything that refers to it follows.'), @('delete', 'Delete users.'), @('tag', 'Tag a user; a key that it has takes the new value.'), @('untag', 'Take tags off a user.'), @('list-tags', 'List the tags of a user.'), @('list-groups', 'List the groups that a user is in.'), @('add-to-group', 'Add a user to groups.'), @('remove-from-group', 'Remove a user from groups.'), @('clone', 'Create users with the same permissions as one that is there; never its credentials.'), @('copy-permissions', 'Give users the permissions that another user has.'), @('attach-policy', 'Attach managed policies to a user.'), @('detach-policy', 'Detach managed policies from a user.'), @('list-attached-policies', 'List the managed policies that are attached to a user.'), @('put-policy', 'Write an inline policy of a user; one of the same name is replaced.'), @('get-policy', 'Show an inline policy of a user.'), @('delete-policy', 'Delete inline policies of a user.'), @('list-policies', 'List the names of a user''s inline policies.'), @('set-boundary', 'Set the permissions boundary of a user.'), @('delete-boundary', 'Take the permissions boundary off a user.'))
        Options = @()
        Places = @()
    }
    'user create' = @{
        Commands = @()
        Options = @(@('--path', 'none', 'begins and ends with /'), @('--group', 'group', 'a group to be in; may be given again'), @('--attach-policy', 'policy', 'a managed policy to attach; may be given again'), @('--permissions-boundary', 'policy', 'the managed policy that is the boundary: its name, ARN or unique id'), @('--tag', 'none', 'tag it; may be given again'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none*')
    }
    'user get' = @{
        Commands = @()
        Options = @()
        Places = @('user*')
    }
    'user list' = @{
        Commands = @()
        Options = @(,@('--path-prefix', 'none', 'only those whose path begins like this'))
        Places = @()
    }
    'user update' = @{
        Commands = @()
        Options = @(@('--new-user-name', 'none', 'the name it takes'), @('--new-name', 'none', 'the name it takes'), @('--new-path', 'none', 'the path it moves to'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'user delete' = @{
        Commands = @()
        Options = @(@('--force', '', 'remove what stands in the way as well'), @('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user*')
    }
    'user tag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none*')
    }
    'user untag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none*')
    }
    'user list-tags' = @{
        Commands = @()
        Options = @()
        Places = @('user')
    }
    'user list-groups' = @{
        Commands = @()
        Options = @()
        Places = @('user')
    }
    'user add-to-group' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'group*')
    }
    'user remove-from-group' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'group*')
    }
    'user clone' = @{
        Commands = @()
        Options = @(@('--path', 'none', 'another path than the source''s'), @('--no-tags', '', 'leave the source''s tags out'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none*')
    }
    'user copy-permissions' = @{
        Commands = @()
        Options = @(@('--replace', '', 'take away what FROM does not have'), @('--only', 'none', 'some of groups, attached, inline, boundary'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'user*')
    }
    'user attach-policy' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'policy*')
    }
    'user detach-policy' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'policy*')
    }
    'user list-attached-policies' = @{
        Commands = @()
        Options = @(,@('--path-prefix', 'none', 'only those whose path begins like this'))
        Places = @('user')
    }
    'user put-policy' = @{
        Commands = @()
        Options = @(@('--policy-document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'user get-policy' = @{
        Commands = @()
        Options = @()
        Places = @('user', 'none')
    }
    'user delete-policy' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none*')
    }
    'user list-policies' = @{
        Commands = @()
        Options = @()
        Places = @('user')
    }
    'user set-boundary' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'policy')
    }
    'user delete-boundary' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'group' = @{
        Commands = @(@('create', 'Create groups.'), @('get', 'Show a group and its members.'), @('list', 'List the groups whose path begins with a prefix.'), @('update', 'Rename a group or move it to another path; its members stay.'), @('delete', 'Delete groups.'), @('add-user', 'Add users to a group.'), @('remove-user', 'Remove users from a group.'), @('move-user', 'Move users from one group to another in one change.'), @('attach-policy', 'Attach managed policies to a group.'), @('detach-policy', 'Detach managed policies from a group.'), @('list-attached-policies', 'List the managed policies that are attached to a group.'), @('put-policy', 'Write an inline policy of a group; one of the same name is replaced.'), @('get-policy', 'Show an inline policy of a group.'), @('delete-policy', 'Delete inline policies of a group.'), @('list-policies', 'List the names of a group''s inline policies.'))
        Options = @()
        Places = @()
    }
    'group create' = @{
        Commands = @()
        Options = @(@('--path', 'none', 'begins and ends with /'), @('--attach-policy', 'policy', 'a managed policy to attach; may be given again'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none*')
    }
    'group get' = @{
        Commands = @()
        Options = @()
        Places = @('group')
    }
    'group list' = @{
        Commands = @()
        Options = @(,@('--path-prefix', 'none', 'only those whose path begins like this'))
        Places = @()
    }
    'group update' = @{
        Commands = @()
        Options = @(@('--new-group-name', 'none', 'the name it takes'), @('--new-name', 'none', 'the name it takes'), @('--new-path', 'none', 'the path it moves to'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group')
    }
    'group delete' = @{
        Commands = @()
        Options = @(@('--force', '', 'remove what stands in the way as well'), @('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group*')
    }
    'group add-user' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group', 'user*')
    }
    'group remove-user' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group', 'user*')
    }
    'group move-user' = @{
        Commands = @()
        Options = @(@('--from', 'group', 'the group that they leave'), @('--to', 'group', 'the group that they join'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user*')
    }
    'group attach-policy' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group', 'policy*')
    }
    'group detach-policy' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group', 'policy*')
    }
    'group list-attached-policies' = @{
        Commands = @()
        Options = @(,@('--path-prefix', 'none', 'only those whose path begins like this'))
        Places = @('group')
    }
    'group put-policy' = @{
        Commands = @()
        Options = @(@('--policy-document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group', 'none')
    }
    'group get-policy' = @{
        Commands = @()
        Options = @()
        Places = @('group', 'none')
    }
    'group delete-policy' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('group', 'none*')
    }
    'group list-policies' = @{
        Commands = @()
        Options = @()
        Places = @('group')
    }
    'role' = @{
        Commands = @(@('create', 'Create roles that may do nothing yet.'), @('get', 'Show roles.'), @('list', 'List the roles whose path begins with a prefix.'), @('update', 'Change a role''s description or its longest session.'), @('delete', 'Delete roles.'), @('tag', 'Tag a role; a key that it has takes the new value.'), @('untag', 'Take tags off a role.'), @('list-tags', 'List the tags of a role.'), @('list-instance-profiles', 'List the instance profiles that a role is in.'), @('trust', 'Trust policies: who may assume a role.'), @('attach-policy', 'Attach managed policies to a role.'), @('detach-policy', 'Detach managed policies from a role.'), @('list-attached-policies', 'List the managed policies that are attached to a role.'), @('put-policy', 'Write an inline policy of a role; one of the same name is replaced.'), @('get-policy', 'Show an inline policy of a role.'), @('delete-policy', 'Delete inline policies of a role.'), @('list-policies', 'List the names of a role''s inline policies.'), @('set-boundary', 'Set the permissions boundary of a role.'), @('delete-boundary', 'Take the permissions boundary off a role.'))
        Options = @()
        Places = @()
    }
    'role create' = @{
        Commands = @()
        Options = @(@('--trust-policy', 'file', 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'), @('--assume-role-policy-document', 'file', 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'), @('--trust-service', 'none', 'a service such as ec2.amazonaws.com; may be given again'), @('--trust-account', 'none', 'another account, or this one; may be given again'), @('--trust-user', 'user', 'a user''s name, or any account''s ARN; may be given again'), @('--trust-role', 'role', 'a role''s name, or any account''s ARN; may be given again'), @('--external-id', 'none', 'what trusted accounts, users and roles have to say'), @('--require-mfa', '', 'only when they have signed in with MFA'), @('--trust-saml', 'saml-provider', 'a SAML provider''s name or ARN; may be given again'), @('--trust-oidc', 'oidc-provider', 'an OpenID Connect provider''s URL or ARN'), @('--audience', 'none', 'whom the provider''s token is for; may be given again'), @('--subject', 'none', 'whom it speaks of, with * and ?; may be given again'), @('--description', 'none', 'at most 1000 characters'), @('--max-session-duration', 'none', 'the longest session: seconds, or 1h to 12h'), @('--path', 'none', 'begins and ends with /'), @('--permissions-boundary', 'policy', 'the managed policy that is the boundary: its name, ARN or unique id'), @('--attach-policy', 'policy', 'a managed policy to attach; may be given again'), @('--tag', 'none', 'tag it; may be given again'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none*')
    }
    'role get' = @{
        Commands = @()
        Options = @()
        Places = @('role*')
    }
    'role list' = @{
        Commands = @()
        Options = @(,@('--path-prefix', 'none', 'only those whose path begins like this'))
        Places = @()
    }
    'role update' = @{
        Commands = @()
        Options = @(@('--description', 'none', 'at most 1000 characters; '''' takes it away'), @('--max-session-duration', 'none', 'the longest session: seconds, or 1h to 12h'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role')
    }
    'role delete' = @{
        Commands = @()
        Options = @(@('--force', '', 'remove what stands in the way as well'), @('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role*')
    }
    'role tag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role', 'none*')
    }
    'role untag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role', 'none*')
    }
    'role list-tags' = @{
        Commands = @()
        Options = @()
        Places = @('role')
    }
    'role list-instance-profiles' = @{
        Commands = @()
        Options = @()
        Places = @('role')
    }
    'role trust' = @{
        Commands = @(@('show', 'Show the trust policy of a role.'), @('set', 'Put another trust policy in the place of a role''s.'))
        Options = @()
        Places = @()
    }
    'role trust show' = @{
        Commands = @()
        Options = @()
        Places = @('role')
    }
    'role trust set' = @{
        Commands = @()
        Options = @(@('--trust-policy', 'file', 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'), @('--assume-role-policy-document', 'file', 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'), @('--trust-service', 'none', 'a service such as ec2.amazonaws.com; may be given again'), @('--trust-account', 'none', 'another account, or this one; may be given again'), @('--trust-user', 'user', 'a user''s name, or any account''s ARN; may be given again'), @('--trust-role', 'role', 'a role''s name, or any account''s ARN; may be given again'), @('--external-id', 'none', 'what trusted accounts, users and roles have to say'), @('--require-mfa', '', 'only when they have signed in with MFA'), @('--trust-saml', 'saml-provider', 'a SAML provider''s name or ARN; may be given again'), @('--trust-oidc', 'oidc-provider', 'an OpenID Connect provider''s URL or ARN'), @('--audience', 'none', 'whom the provider''s token is for; may be given again'), @('--subject', 'none', 'whom it speaks of, with * and ?; may be given again'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role')
    }
    'role attach-policy' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role', 'policy*')
    }
    'role detach-policy' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role', 'policy*')
    }
    'role list-attached-policies' = @{
        Commands = @()
        Options = @(,@('--path-prefix', 'none', 'only those whose path begins like this'))
        Places = @('role')
    }
    'role put-policy' = @{
        Commands = @()
        Options = @(@('--policy-document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role', 'none')
    }
    'role get-policy' = @{
        Commands = @()
        Options = @()
        Places = @('role', 'none')
    }
    'role delete-policy' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role', 'none*')
    }
    'role list-policies' = @{
        Commands = @()
        Options = @()
        Places = @('role')
    }
    'role set-boundary' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role', 'policy')
    }
    'role delete-boundary' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('role')
    }
    'policy' = @{
        Commands = @(@('create', 'Create a managed policy; its document is version v1.'), @('get', 'Show policies, without their documents.'), @('list', 'List the account''s managed policies, and AWS''s if asked for.'), @('delete', 'Delete policies of the account.'), @('tag', 'Tag a policy; a key that it has takes the new value.'), @('untag', 'Take tags off a policy.'), @('list-tags', 'List the tags of a policy.'), @('list-entities', 'List the users, groups and roles that a policy hangs on.'), @('validate', 'Find what is wrong with policies, as IAM Access Analyzer''s validation does, without AWS.'), @('fmt', 'Print policies in the canonical form: elements in the grammar''s order, one indentation.'), @('minify', 'Print the smallest JSON that says the same as a policy, and on stderr how large it is.'), @('from-access', 'Print the least policy that allows a list of actions and resources.'), @('refactor', 'Replace the policies of a user, group or role by fewer and smaller ones that are proved to say the same.'), @('shrink', 'Narrow a policy, or the policies of a user, group or role, to what was used, and show what is lost.'), @('version', 'Versions of a managed policy: up to five, one of them in force.'))
        Options = @()
        Places = @()
    }
    'policy create' = @{
        Commands = @()
        Options = @(@('--policy-document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--path', 'none', 'begins and ends with /'), @('--description', 'none', 'at most 1000 characters'), @('--tag', 'none', 'tag it; may be given again'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'policy get' = @{
        Commands = @()
        Options = @()
        Places = @('policy*')
    }
    'policy list' = @{
        Commands = @()
        Options = @(@('--scope', '=Local|AWS|All', 'the account''s own, AWS''s, or both'), @('--only-attached', '', 'leave out what nobody uses'), @('--path-prefix', 'none', 'only those whose path begins like this'), @('--policy-usage-filter', '=PermissionsPolicy|PermissionsBoundary', 'only uses of this kind'))
        Places = @()
    }
    'policy delete' = @{
        Commands = @()
        Options = @(@('--force', '', 'remove what stands in the way as well'), @('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('policy*')
    }
    'policy tag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('policy', 'none*')
    }
    'policy untag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('policy', 'none*')
    }
    'policy list-tags' = @{
        Commands = @()
        Options = @()
        Places = @('policy')
    }
    'policy list-entities' = @{
        Commands = @()
        Options = @(@('--entity-filter', '=User|Role|Group', 'only entities of this kind'), @('--path-prefix', 'none', 'only those whose path begins like this'), @('--policy-usage-filter', '=PermissionsPolicy|PermissionsBoundary', 'only uses of this kind'))
        Places = @('policy')
    }
    'policy validate' = @{
        Commands = @()
        Options = @(@('--type', '=identity|managed|trust|resource|boundary|session|scp|rcp', 'what the policies are for'), @('--all', '', 'every document of the account'), @('--fail-on', '=error|security-warning|warning|suggestion', 'exit 6 for findings of this class and graver ones'), @('--format', '=sarif', 'sarif: a log that code hosts read'))
        Places = @('file*')
    }
    'policy fmt' = @{
        Commands = @()
        Options = @(@('--check', '', 'only name the files that would change; exit 1 if any'), @('--write', '', 'write the files instead of printing them'), @('--indent', 'none', 'spaces of one level of JSON'))
        Places = @('file*')
    }
    'policy minify' = @{
        Commands = @()
        Options = @(,@('--type', '=identity|managed|trust|resource|boundary|session|scp|rcp', 'what the policy is for'))
        Places = @('file')
    }
    'policy from-access' = @{
        Commands = @()
        Options = @(@('--dependent', '', 'also allow what AWS says that the actions depend on'), @('--no-dependent', '', 'also allow what AWS says that the actions depend on'))
        Places = @('file')
    }
    'policy refactor' = @{
        Commands = @()
        Options = @(@('--apply', '', 'make the change, in one revision; else it is only shown'), @('--keep', 'policy', 'leave this policy as it is; more than once'), @('--shared', '', 'also take apart policies that hang on others too; those keep them'), @('--aws-covers', '', 'what AWS''s managed policies say today need not be said again; AWS changes them'), @('--into', '=inline|managed', 'inline or managed; else what is there and holds it'), @('--name', 'none', 'the new policy''s name'))
        Places = @('none')
    }
    'policy shrink' = @{
        Commands = @()
        Options = @(@('--used', 'file', 'CloudTrail''s JSON, also .gz, or lines of `decide`; - is stdin; more than once'), @('--resources', '', 'also narrow resources, where the log names them for every use of an action'), @('--document', '', 'print the narrowed policy alone'))
        Places = @('=POLICY|PRINCIPAL')
    }
    'policy version' = @{
        Commands = @(@('create', 'Give a policy a new version.'), @('get', 'Show a version of a policy with its document.'), @('list', 'List the versions of a policy, newest first.'), @('set-default', 'Put a version in force for all that the policy hangs on.'), @('delete', 'Delete versions that are not in force.'))
        Options = @()
        Places = @()
    }
    'policy version create' = @{
        Commands = @()
        Options = @(@('--policy-document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--set-as-default', '', 'put it in force for all that the policy hangs on'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('policy')
    }
    'policy version get' = @{
        Commands = @()
        Options = @()
        Places = @('policy', 'none')
    }
    'policy version list' = @{
        Commands = @()
        Options = @()
        Places = @('policy')
    }
    'policy version set-default' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('policy', 'none')
    }
    'policy version delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('policy', 'none*')
    }
    'resource-policy' = @{
        Commands = @(@('put', 'Write the policy of a resource; one that it has is replaced.'), @('get', 'Show the policy of a resource.'), @('list', 'List the resources that have a policy here.'), @('delete', 'Delete the policies of resources.'))
        Options = @()
        Places = @()
    }
    'resource-policy put' = @{
        Commands = @()
        Options = @(@('--policy-document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--document', 'file', 'the document, JSON or TOML: a file, - for stdin, or the text itself'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'resource-policy get' = @{
        Commands = @()
        Options = @()
        Places = @('none')
    }
    'resource-policy list' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'resource-policy delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none*')
    }
    'instance-profile' = @{
        Commands = @(@('create', 'Create instance profiles without a role.'), @('get', 'Show instance profiles with the role in each.'), @('list', 'List the instance profiles whose path begins with a prefix.'), @('delete', 'Delete instance profiles.'), @('add-role', 'Put a role into an instance profile.'), @('remove-role', 'Take a role out of an instance profile.'), @('tag', 'Tag an instance profile; a key that it has takes the new value.'), @('untag', 'Take tags off an instance profile.'), @('list-tags', 'List the tags of an instance profile.'))
        Options = @()
        Places = @()
    }
    'instance-profile create' = @{
        Commands = @()
        Options = @(@('--path', 'none', 'begins and ends with /'), @('--tag', 'none', 'tag it; may be given again'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none*')
    }
    'instance-profile get' = @{
        Commands = @()
        Options = @()
        Places = @('instance-profile*')
    }
    'instance-profile list' = @{
        Commands = @()
        Options = @(,@('--path-prefix', 'none', 'only those whose path begins like this'))
        Places = @()
    }
    'instance-profile delete' = @{
        Commands = @()
        Options = @(@('--force', '', 'remove what stands in the way as well'), @('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('instance-profile*')
    }
    'instance-profile add-role' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('instance-profile', 'role')
    }
    'instance-profile remove-role' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('instance-profile', 'role')
    }
    'instance-profile tag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('instance-profile', 'none*')
    }
    'instance-profile untag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('instance-profile', 'none*')
    }
    'instance-profile list-tags' = @{
        Commands = @()
        Options = @()
        Places = @('instance-profile')
    }
    'instance' = @{
        Commands = @(@('launch', 'Serve the metadata of an instance that has the profile, with its role''s credentials.'), @('exec', 'Run a command as if it ran on an instance that has the profile.'))
        Options = @()
        Places = @()
    }
    'instance launch' = @{
        Commands = @()
        Options = @(@('--port', 'none', 'where it listens; 0 takes one that is free'), @('--listen', 'none', 'an IP address of this machine; beyond loopback, who reaches it is served'), @('--allow-host', 'none', 'a name that clients may call it by, besides IP addresses and localhost; may be given again'), @('--id', 'none', 'the instance''s id, i-…; without it, one is made up'), @('--region', 'none', 'where it is said to be; without it, AWS_REGION or AWS_DEFAULT_REGION, else us-east-1'), @('--imds', '=v2|v1-allowed', 'whether metadata is answered without a token as well'), @('--hop-limit', 'none', 'how many machines a token''s answer may pass, 1 to 64'), @('--container-token-file', 'file', 'serve containers too, under a token that is written into this new file and removed at the end'), @('--for', 'none', 'terminate it after so long; without it, by Ctrl-C or SIGTERM'))
        Places = @('instance-profile')
    }
    'instance exec' = @{
        Commands = @()
        Options = @(@('--through', '=imds|container|pod-identity', 'which door the command''s clients are led to: that of EC2, of ECS, or of EKS Pod Identity'), @('--id', 'none', 'the instance''s id, i-…; without it, one is made up'), @('--region', 'none', 'where it is said to be; without it, AWS_REGION or AWS_DEFAULT_REGION, else us-east-1'), @('--imds', '=v2|v1-allowed', 'whether metadata is answered without a token as well'))
        Places = @('instance-profile', 'none*')
    }
    'provider' = @{
        Commands = @(@('saml', 'Identity providers that speak SAML 2.0.'), @('oidc', 'Identity providers that speak OpenID Connect.'))
        Options = @()
        Places = @()
    }
    'provider saml' = @{
        Commands = @(@('create', 'Create a SAML provider from its metadata.'), @('get', 'Show a SAML provider with its metadata.'), @('list', 'List the SAML providers.'), @('update', 'Put other metadata in a SAML provider''s place, or change how it is verified.'), @('delete', 'Delete SAML providers.'), @('tag', 'Tag a SAML provider; a key that it has takes the new value.'), @('untag', 'Take tags off a SAML provider.'), @('list-tags', 'List the tags of a SAML provider.'))
        Options = @()
        Places = @()
    }
    'provider saml create' = @{
        Commands = @()
        Options = @(@('--saml-metadata-document', 'file', 'the identity provider''s metadata, XML: a file, - for stdin, or the text itself'), @('--metadata', 'file', 'the identity provider''s metadata, XML: a file, - for stdin, or the text itself'), @('--add-private-key', 'file', 'the key that opens encrypted assertions: RSA in PEM without a passphrase; a file, or - for stdin'), @('--assertion-encryption-mode', '=Required|Allowed', 'whether assertions have to be encrypted; needs a private key'), @('--strict', '', 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'), @('--no-strict', '', 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'), @('--allow-sha1', '', 'take signatures that use SHA-1'), @('--no-allow-sha1', '', 'take signatures that use SHA-1'), @('--tag', 'none', 'tag it; may be given again'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'provider saml get' = @{
        Commands = @()
        Options = @()
        Places = @('saml-provider')
    }
    'provider saml list' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'provider saml update' = @{
        Commands = @()
        Options = @(@('--saml-metadata-document', 'file', 'the identity provider''s metadata, XML: a file, - for stdin, or the text itself'), @('--metadata', 'file', 'the identity provider''s metadata, XML: a file, - for stdin, or the text itself'), @('--add-private-key', 'file', 'the key that opens encrypted assertions: RSA in PEM without a passphrase; a file, or - for stdin'), @('--remove-private-key', 'none', 'a private key''s id'), @('--assertion-encryption-mode', '=Required|Allowed', 'whether assertions have to be encrypted; needs a private key'), @('--strict', '', 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'), @('--no-strict', '', 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'), @('--allow-sha1', '', 'take signatures that use SHA-1'), @('--no-allow-sha1', '', 'take signatures that use SHA-1'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('saml-provider')
    }
    'provider saml delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('saml-provider*')
    }
    'provider saml tag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('saml-provider', 'none*')
    }
    'provider saml untag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('saml-provider', 'none*')
    }
    'provider saml list-tags' = @{
        Commands = @()
        Options = @()
        Places = @('saml-provider')
    }
    'provider oidc' = @{
        Commands = @(@('create', 'Create an OpenID Connect provider.'), @('get', 'Show an OpenID Connect provider.'), @('list', 'List the OpenID Connect providers.'), @('update', 'Change the client ids, thumbprints and kept keys of an OpenID Connect provider.'), @('delete', 'Delete OpenID Connect providers.'), @('tag', 'Tag an OpenID Connect provider; a key that it has takes the new value.'), @('untag', 'Take tags off an OpenID Connect provider.'), @('list-tags', 'List the tags of an OpenID Connect provider.'))
        Options = @()
        Places = @()
    }
    'provider oidc create' = @{
        Commands = @()
        Options = @(@('--client-id-list', 'none', 'an audience whose tokens are taken; may be given again'), @('--client-id', 'none', 'an audience whose tokens are taken; may be given again'), @('--thumbprint-list', 'none', '40 hexadecimal digits; may be given up to five times'), @('--thumbprint', 'none', '40 hexadecimal digits; may be given up to five times'), @('--jwks', 'file', 'public keys to verify its tokens with, not fetched ones: a JSON Web Key Set, - for stdin'), @('--tag', 'none', 'tag it; may be given again'), @('--if-not-exists', '', 'leave one that exists as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'provider oidc get' = @{
        Commands = @()
        Options = @()
        Places = @('oidc-provider')
    }
    'provider oidc list' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'provider oidc update' = @{
        Commands = @()
        Options = @(@('--add-client-id', 'none', 'take tokens for this audience too; may be given again'), @('--remove-client-id', 'none', 'take them no longer; may be given again'), @('--thumbprint-list', 'none', 'in the place of all that it has; may be given again'), @('--thumbprint', 'none', 'in the place of all that it has; may be given again'), @('--jwks', 'file', 'public keys to verify its tokens with, not fetched ones: a JSON Web Key Set, - for stdin'), @('--remove-jwks', '', 'keep no keys for it: fetch them from it again'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('oidc-provider')
    }
    'provider oidc delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('oidc-provider*')
    }
    'provider oidc tag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('oidc-provider', 'none*')
    }
    'provider oidc untag' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('oidc-provider', 'none*')
    }
    'provider oidc list-tags' = @{
        Commands = @()
        Options = @()
        Places = @('oidc-provider')
    }
    'federation' = @{
        Commands = @(,@('issuer', 'Run an OpenID Connect and a SAML provider for tests, on this machine alone.'))
        Options = @()
        Places = @()
    }
    'federation issuer' = @{
        Commands = @()
        Options = @(@('--listen', 'none', 'a loopback address; no other is taken'), @('--port', 'none', '0 takes one that is free'), @('--client-id', 'none', 'a client that tokens are for, else for-tests; may be given again'), @('--redirect-uri', 'none', 'where answers may go, besides this machine; may be given again'), @('--saml-role', 'none', 'what SAML responses offer; may be given again'), @('--claim', 'none', 'what every token says too, JSON or text; may be given again'), @('--sign-in-as', 'none', 'who signs in without a form being shown'), @('--ca-out', 'file', 'a new file for the authority that clients are to trust, PEM'), @('--admin-token-out', 'file', 'a new file for the admin token, which is not printed then'), @('--for', 'none', 'stop after so long; without it, by Ctrl-C or SIGTERM'))
        Places = @()
    }
    'broker' = @{
        Commands = @(@('serve', 'Serve a broker: people of a company, known by what they already have, become roles.'), @('login', 'Become a role through a company''s broker, known by what one already has.'), @('test', 'Show which rule of a broker''s file fits a person, and what they would get; nothing is issued.'), @('issued', 'List what brokers handed out: to whom, through what, which role, until when.'))
        Options = @()
        Places = @()
    }
    'broker serve' = @{
        Commands = @()
        Options = @(@('--listen', 'none', 'an IP address of this machine'), @('--port', 'none', '0 takes one that is free'), @('--tls-cert', 'file', 'the certificate with its chain, PEM'), @('--tls-key', 'file', 'its private key, PEM'), @('--check', '', 'read the file, show its rules, and serve nothing'))
        Places = @('file')
    }
    'broker login' = @{
        Commands = @()
        Options = @(@('--user', 'none', 'whose password is asked for'), @('--password-stdin', '', 'read the password from stdin, a line'), @('--token-file', 'file', 'an ID token for the broker; - for stdin'), @('--oidc', '', 'sign in with the company''s provider, in a browser'), @('--by-proxy', '', 'send nothing: the proxy before the broker knows who it is'), @('--role', 'role', 'which role, where there are several'), @('--duration', 'none', '15m to 12h, at most what the rule says'), @('--format', '=credential-process|env', 'how the credentials are written'), @('--roles', '', 'list the roles that there are, and take on none'), @('--keep', '', 'keep them, and use what was kept until five minutes before its end'), @('--save-profile', 'none', 'write an AWS profile that logs in by itself; it keeps what it gets'), @('--ca-file', 'file', 'an authority to trust too, PEM'), @('--client-cert', 'file', 'for a proxy that asks for one, PEM'), @('--client-key', 'file', 'its private key, PEM'))
        Places = @('none')
    }
    'broker test' = @{
        Commands = @()
        Options = @(@('--as-user', 'none', 'the person, as they sign in'), @('--attribute', 'none', 'what is known of them, in the place of what a directory says; may be given again'), @('--role', 'role', 'the role that they would ask for'))
        Places = @('file')
    }
    'broker issued' = @{
        Commands = @()
        Options = @(,@('--person', 'none', 'only what this person got'))
        Places = @()
    }
    'bootstrap' = @{
        Commands = @()
        Options = @(@('--prune', '', 'remove what the file does not name'), @('--credentials-out', 'file', 'write new credentials into a new file that only you can read'), @('--credentials-format', '=csv|json', 'csv or json; without it, what the file''s name ends with'), @('--force', '', 'replace the file of --credentials-out'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('file')
    }
    'import' = @{
        Commands = @(,@('authorization-details', 'Import what `aws iam get-account-authorization-details` prints.'))
        Options = @()
        Places = @()
    }
    'import authorization-details' = @{
        Commands = @()
        Options = @(@('--into', 'none', 'take it into this account under its id'), @('--on-conflict', '=fail|skip|replace', 'what becomes of entities that the account has with other facts'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('file')
    }
    'export' = @{
        Commands = @(,@('authorization-details', 'Export the account as `aws iam get-account-authorization-details` prints it.'))
        Options = @()
        Places = @()
    }
    'export authorization-details' = @{
        Commands = @()
        Options = @(,@('--filter', '=User|Role|Group|LocalManagedPolicy|AWSManagedPolicy', 'only these; may be given again'))
        Places = @()
    }
    'show' = @{
        Commands = @()
        Options = @()
        Places = @('anything')
    }
    'path' = @{
        Commands = @()
        Options = @()
        Places = @('anything')
    }
    'edit' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('anything')
    }
    'whoami' = @{
        Commands = @()
        Options = @(@('--verbose', '', 'also its kind, groups, policies and boundary, and its session'), @('-v', '', 'also its kind, groups, policies and boundary, and its session'))
        Places = @()
    }
    'decide' = @{
        Commands = @()
        Options = @(,@('--no-account', '', 'take nothing from an account: what a request leaves out is absent'))
        Places = @('file')
    }
    'check' = @{
        Commands = @(@('no-new-access', 'Check that a policy allows nothing that its former text does not.'), @('access-not-granted', 'Check that a policy allows none of some actions on some resources.'), @('no-public-access', 'Check that a resource''s policy lets in nobody whom it does not name.'), @('batch', 'Run checks from JSON Lines: one JSON line back for each, in order.'))
        Options = @()
        Places = @()
    }
    'check no-new-access' = @{
        Commands = @()
        Options = @(@('--type', '=identity|resource|trust', 'identity, resource or trust; else what the policies look like'), @('--batch', 'file', 'checks as JSON Lines instead; - for stdin'), @('--format', '=sarif', 'sarif: a log that code hosts read'))
        Places = @('none', 'none')
    }
    'check access-not-granted' = @{
        Commands = @()
        Options = @(@('--action', 'none', 'may have wildcards; given again, any of them; else every one'), @('--resource', 'none', 'may have wildcards; given again, any of them; else every one'), @('--type', '=identity|resource|trust', 'identity, resource or trust; else what the policies look like'), @('--batch', 'file', 'checks as JSON Lines instead; - for stdin'), @('--format', '=sarif', 'sarif: a log that code hosts read'))
        Places = @('policy')
    }
    'check no-public-access' = @{
        Commands = @()
        Options = @(@('--type', 'none', 'what it is the policy of: AWS::S3::Bucket, …'), @('--batch', 'file', 'checks as JSON Lines instead; - for stdin'), @('--format', '=sarif', 'sarif: a log that code hosts read'))
        Places = @('policy')
    }
    'check batch' = @{
        Commands = @()
        Options = @()
        Places = @('file')
    }
    'compare' = @{
        Commands = @()
        Options = @(@('--for', 'anything', 'a user or role: of accounts it alone; in policies it asks'), @('--action', 'none', 'only these, with wildcards; more than once'), @('--resource', 'none', 'only these, with wildcards; more than once'), @('--level', 'none', 'only known actions of this access level: write, tagging, …'), @('--type', '=identity|resource|trust', 'identity, resource or trust; else what the policies look like'), @('--expect', '=equal|narrower|wider|neither', 'exit status 0 if it is this, else 1: equal, narrower, …'), @('--format', '=markdown', 'markdown: tables for a pull request'))
        Places = @('none', 'none')
    }
    'can' = @{
        Commands = @()
        Options = @(@('--context', 'none', 'a context key; given again, the key has several values'), @('--context-file', 'file', 'context keys from a JSON or TOML file; - for stdin'), @('--source-ip', 'none', 'where the request comes from'), @('--mfa', '', 'the caller signed in with MFA'), @('--at', 'none', 'when the request comes; without it, now'), @('--region', 'none', 'the region that is called; else the resource''s'), @('--resource-account', 'none', 'whose the resource is; else whom its ARN names, or yours'), @('--federated-by', 'user', 'the user that a federated user''s session came from'), @('--policy', 'file', 'a draft, as if the caller had it too; may be given again'), @('--without', 'policy', 'as if the caller had not got this policy (its name or ARN)'), @('--boundary', 'file', 'a permissions boundary, in the place of the caller''s'), @('--session-policy', 'file', 'a session policy; may be given again'), @('--resource-policy', 'file', 'the resource''s policy, in the place of the one kept here'), @('--scp', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--rcp', 'file', 'resource control policies of one level, besides RCPFullAWSAccess'), @('--revision', 'revision', 'the account as it was right after this revision'), @('--on', 'none', 'the account as it was then; a day alone is its end'), @('--expect', '=allowed|denied', 'exit status 0 if every answer is this, else 1'), @('--strict', '', 'exit status 7 where the answer hangs on something that was not said'))
        Places = @('anything', 'none*')
    }
    'explain' = @{
        Commands = @()
        Options = @(@('--context', 'none', 'a context key; given again, the key has several values'), @('--context-file', 'file', 'context keys from a JSON or TOML file; - for stdin'), @('--source-ip', 'none', 'where the request comes from'), @('--mfa', '', 'the caller signed in with MFA'), @('--at', 'none', 'when the request comes; without it, now'), @('--region', 'none', 'the region that is called; else the resource''s'), @('--resource-account', 'none', 'whose the resource is; else whom its ARN names, or yours'), @('--federated-by', 'user', 'the user that a federated user''s session came from'), @('--policy', 'file', 'a draft, as if the caller had it too; may be given again'), @('--without', 'policy', 'as if the caller had not got this policy (its name or ARN)'), @('--boundary', 'file', 'a permissions boundary, in the place of the caller''s'), @('--session-policy', 'file', 'a session policy; may be given again'), @('--resource-policy', 'file', 'the resource''s policy, in the place of the one kept here'), @('--scp', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--rcp', 'file', 'resource control policies of one level, besides RCPFullAWSAccess'), @('--revision', 'revision', 'the account as it was right after this revision'), @('--on', 'none', 'the account as it was then; a day alone is its end'), @('--expect', '=allowed|denied', 'exit status 0 if every answer is this, else 1'), @('--strict', '', 'exit status 7 where the answer hangs on something that was not said'))
        Places = @('anything', 'none*')
    }
    'explain-assume' = @{
        Commands = @()
        Options = @(@('--web-identity-token', 'file', 'a token of an OpenID Connect provider; - for stdin'), @('--saml-response', 'file', 'a SAML response, in base64 as browsers post it, or XML; - for stdin'), @('--saml-provider', 'none', 'the SAML provider''s name or ARN; without it, by the issuer'), @('--fetch-keys', '', 'ask the token''s provider for its keys, where none are at hand'), @('--session-name', 'none', 'what the session is called; without it, as the user of this machine'), @('--duration', 'none', 'how long: 1h, 90m, 3600, or max'), @('--session-policy', 'file', 'what it is narrowed to, JSON or TOML: a file, - or the text itself'), @('--policy-arn', 'policy', 'a managed policy that narrows it: its name, ARN or unique id; may be given again'), @('--tag', 'none', 'a session tag; may be given again'), @('--transitive', 'none', 'a tag that sessions out of it get as well; may be given again'), @('--source-identity', 'none', 'who is behind it, for the whole chain'), @('--external-id', 'none', 'what the role''s owner agreed upon with you'), @('--mfa', '', 'as if a code of your MFA device came with the call'))
        Places = @('role')
    }
    'simulate' = @{
        Commands = @(@('principal', 'Simulate the policies of a user, group or role, as SimulatePrincipalPolicy does.'), @('custom', 'Simulate policies that are given, as SimulateCustomPolicy does.'), @('get-context-keys', 'List the context keys that policies ask for: a principal''s, given ones, or both.'))
        Options = @()
        Places = @()
    }
    'simulate principal' = @{
        Commands = @()
        Options = @(@('--policy-source-arn', 'none', 'the same, as the API calls it'), @('--action-names', 'none', 'an action, service:Name; may be given again'), @('--policy-input-list', 'file', 'a policy: a file, - or the text; may be given again'), @('--permissions-boundary-policy-input-list', 'file', 'the permissions boundary; one'), @('--policy-exclusion-list', 'none', 'a policy to leave out: PolicyArn=…, PolicyType=… or JSON; may be given again'), @('--scp', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--ordered-organization-policy-input-list', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--resource-arns', 'none', 'a resource; may be given again; without any, *'), @('--resource-policy', 'file', 'the policy of every resource'), @('--trust-policy', 'file', 'of the role that is assumed; AWS''s simulator takes none'), @('--resource-owner', 'none', 'the root of the account that resources without one belong to'), @('--caller-arn', 'none', 'the user, group or role that calls'), @('--context-entries', 'none', 'ContextKeyName=…,ContextKeyValues=…,ContextKeyType=… or JSON; may be given again'), @('--resource-handling-option', 'none', 'EC2-VPC-EBS and the like: what must be there'))
        Places = @('anything')
    }
    'simulate custom' = @{
        Commands = @()
        Options = @(@('--policy-input-list', 'file', 'a policy: a file, - or the text; may be given again'), @('--action-names', 'none', 'an action, service:Name; may be given again'), @('--permissions-boundary-policy-input-list', 'file', 'the permissions boundary; one'), @('--scp', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--ordered-organization-policy-input-list', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--resource-arns', 'none', 'a resource; may be given again; without any, *'), @('--resource-policy', 'file', 'the policy of every resource'), @('--trust-policy', 'file', 'of the role that is assumed; AWS''s simulator takes none'), @('--resource-owner', 'none', 'the root of the account that resources without one belong to'), @('--caller-arn', 'none', 'the user, group or role that calls'), @('--context-entries', 'none', 'ContextKeyName=…,ContextKeyValues=…,ContextKeyType=… or JSON; may be given again'), @('--resource-handling-option', 'none', 'EC2-VPC-EBS and the like: what must be there'))
        Places = @()
    }
    'simulate get-context-keys' = @{
        Commands = @()
        Options = @(,@('--policy-input-list', 'file', 'a policy: a file, - or the text; may be given again'))
        Places = @('anything')
    }
    'who-can' = @{
        Commands = @()
        Options = @(@('--context', 'none', 'a context key; given again, the key has several values'), @('--context-file', 'file', 'context keys from a JSON or TOML file; - for stdin'), @('--source-ip', 'none', 'where the request comes from'), @('--mfa', '', 'the caller signed in with MFA'), @('--at', 'none', 'when the request comes; without it, now'), @('--region', 'none', 'the region that is called; else the resource''s'), @('--resource-account', 'none', 'whose the resource is; else whom its ARN names, or yours'), @('--resource-policy', 'file', 'the resource''s policy, in the place of the one kept here'), @('--scp', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--rcp', 'file', 'resource control policies of one level, besides RCPFullAWSAccess'), @('--revision', 'revision', 'the account as it was right after this revision'), @('--on', 'none', 'the account as it was then; a day alone is its end'))
        Places = @('none', 'none')
    }
    'what-can' = @{
        Commands = @()
        Options = @(@('--service', 'none', 'only this service; may be given again'), @('--resource', 'none', 'only this resource; without it, all of the account''s'), @('--level', 'none', 'only actions of this access level: list, read, write, permissions-management or tagging; may be given again'), @('--context', 'none', 'a context key; given again, the key has several values'), @('--context-file', 'file', 'context keys from a JSON or TOML file; - for stdin'), @('--source-ip', 'none', 'where the request comes from'), @('--mfa', '', 'the caller signed in with MFA'), @('--at', 'none', 'when the request comes; without it, now'), @('--region', 'none', 'the region that is called; else the resource''s'), @('--resource-account', 'none', 'whose the resource is; else whom its ARN names, or yours'), @('--federated-by', 'user', 'the user that a federated user''s session came from'), @('--policy', 'file', 'a draft, as if the caller had it too; may be given again'), @('--without', 'policy', 'as if the caller had not got this policy (its name or ARN)'), @('--boundary', 'file', 'a permissions boundary, in the place of the caller''s'), @('--session-policy', 'file', 'a session policy; may be given again'), @('--resource-policy', 'file', 'the resource''s policy, in the place of the one kept here'), @('--scp', 'file', 'service control policies of one level, the root''s first: one, or a JSON list; may be given again'), @('--rcp', 'file', 'resource control policies of one level, besides RCPFullAWSAccess'), @('--revision', 'revision', 'the account as it was right after this revision'), @('--on', 'none', 'the account as it was then; a day alone is its end'))
        Places = @('anything')
    }
    'report' = @{
        Commands = @()
        Options = @(@('--format', '=html|markdown|json', 'html, markdown or json; else what FILE''s name says, or markdown'), @('--out', 'file', 'write it into a file, whole or not at all'), @('--revisions', 'none', 'how many of the latest changes to tell'), @('--escalation', '', 'look for ways to more; else up to 500 users and roles, as of many that takes minutes'), @('--no-escalation', '', 'look for ways to more; else up to 500 users and roles, as of many that takes minutes'), @('--force', '', 'replace the file if it is there'))
        Places = @()
    }
    'audit' = @{
        Commands = @(,@('escalation', 'Find every way for a user or role to reach more than it has, the shortest first.'))
        Options = @()
        Places = @()
    }
    'audit escalation' = @{
        Commands = @()
        Options = @(@('--from', 'anything', 'only this user or role: a name, ARN or unique id'), @('--to', 'none', 'only ways to this: admin, a user or role, or an action such as s3:GetObject'), @('--paths', 'none', 'paths for each principal at most; 0 is all'), @('--format', '=mermaid|dot|html', 'mermaid, dot, or html: a page by itself'), @('--check', '', 'exit status 1 if there is any path'), @('--revision', 'revision', 'the account as it was right after this revision'), @('--on', 'none', 'the account as it was then; a day alone is its end'))
        Places = @()
    }
    'test' = @{
        Commands = @()
        Options = @(@('--format', '=tap|junit', 'for programs that run tests, in the place of a table'), @('--coverage', '', 'tell which statements and branches of conditions no case brings to bear'), @('--mutate', '', 'tell which edits of the policies no case would notice'), @('--strict', '', 'fail a case whose answer hangs on what it does not say'))
        Places = @('file*')
    }
    'guard' = @{
        Commands = @(@('list', 'List the account''s guards: what must always be true of its permissions.'), @('check', 'Prove each guard of the account, or show who gets through, with a request.'), @('explain', 'Show what a guard says, whom it does not mean, and everybody who gets through.'))
        Options = @()
        Places = @()
    }
    'guard list' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'guard check' = @{
        Commands = @()
        Options = @()
        Places = @('none*')
    }
    'guard explain' = @{
        Commands = @()
        Options = @()
        Places = @('none')
    }
    'history' = @{
        Commands = @(@('list', 'List the account''s revisions, newest first.'), @('show', 'Show a revision: its operations with their parameters, and the difference of every file.'), @('diff', 'Show how the account''s files differ between two revisions.'), @('verify', 'Check that the chain of revisions is whole and that every file is what it says.'), @('export', 'Write every revision with the texts of its files, oldest first, as JSON Lines.'))
        Options = @()
        Places = @()
    }
    'history list' = @{
        Commands = @()
        Options = @(,@('--limit', 'none', 'at most this many, the newest ones'))
        Places = @()
    }
    'history show' = @{
        Commands = @()
        Options = @()
        Places = @('revision')
    }
    'history diff' = @{
        Commands = @()
        Options = @(,@('--permissions', '', 'show who gained and lost which permissions, not the files'))
        Places = @('revision', 'revision')
    }
    'history verify' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'history export' = @{
        Commands = @()
        Options = @(,@('--from', 'revision', 'the first revision that is exported'))
        Places = @()
    }
    'undo' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('revision')
    }
    'doctor' = @{
        Commands = @()
        Options = @(@('--repair', '', 'mend what can be mended without a decision'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @()
    }
    'reference' = @{
        Commands = @(@('status', 'Show which tables of AWS are shipped, from where and of what day.'), @('service', 'Look up a service: its actions, resource types with their ARNs, condition keys.'), @('action', 'Look up actions: access level, resource types, condition keys, dependent actions.'), @('key', 'Look up a condition key: its type, and which actions name it.'), @('resource-type', 'Look up a resource type: its ARN, its condition keys, the actions on it.'))
        Options = @()
        Places = @()
    }
    'reference status' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'reference service' = @{
        Commands = @()
        Options = @()
        Places = @('none')
    }
    'reference action' = @{
        Commands = @()
        Options = @()
        Places = @('none*')
    }
    'reference key' = @{
        Commands = @()
        Options = @()
        Places = @('none')
    }
    'reference resource-type' = @{
        Commands = @()
        Options = @()
        Places = @('none')
    }
    'advise' = @{
        Commands = @()
        Options = @(@('--who', 'none', 'root, myself, person, people or application'), @('--where', 'none', 'people: company, other-account, mobile; an application: ec2, ecs, lambda, kubernetes, ci, on-premises, mobile, other-account, keys-only'), @('--identity-system', 'none', 'none, saml, oidc, ldap or own'), @('--how-long', 'none', 'how long access is needed at a stretch: 8h, 90m, 14d'), @('--name', 'none', 'a name for the user or role to be made; may be given again'), @('--group', 'group', 'the group that people''s permissions hang on'), @('--policy', 'policy', 'a managed policy it needs; may be given again'), @('--provider-url', 'none', 'an OpenID Connect issuer with https://, or a host such as accounts.google.com'), @('--client-id', 'none', 'whom its tokens are for; may be given again'), @('--subject', 'none', 'whom they speak of, with * and ?; may be given again'), @('--provider-name', 'none', 'a SAML provider''s name, of one there or to be made'), @('--metadata', 'file', 'the metadata of a SAML provider that is to be made'), @('--from-account', 'none', 'another account, 12 digits; may be given again'), @('--external-id', 'none', 'what a third party has to say'), @('--apply', '', 'run the commands, in one change'), @('--credentials-out', 'file', 'with --apply: new credentials into a new file, .csv or .json'), @('--check', '', 'find in the account what goes against the guidance'), @('--recent', 'none', 'with --check: what counts as in use, else 30d'), @('--format', '=sarif', 'with --check, sarif: a log that code hosts read'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @()
    }
    'login' = @{
        Commands = @()
        Options = @(@('--stdin', '', 'read the password, and if need be an MFA code, from stdin, a line each'), @('--duration', 'none', 'how long it lasts: from 15m to 12h, which it is without; of a role as the role allows, or max'), @('--mfa-serial', 'none', 'which MFA device the code is of: its serial number or name; without it, any of the user''s'), @('--oidc', 'none', 'sign in at an OpenID Connect provider: its URL or ARN'), @('--saml', 'none', 'sign in at a SAML provider: its name or ARN'), @('--role', 'role', 'the role to take on; without it, of those that the sign-in gives'), @('--device', '', 'with --oidc: type a code in wherever there is a browser'), @('--no-browser', '', 'open no browser, only say where to go'), @('--port', 'none', 'where on 127.0.0.1 the browser brings the answer; without it, any, and 35001 with --saml'), @('--client-id', 'none', 'with --oidc: which client id; without it, the provider''s only one'), @('--client-secret-file', 'file', 'with --oidc: the client''s secret, - for stdin'), @('--entity-id', 'none', 'with --saml: who asks; without it, urn:amazon:webservices, as AWS does'), @('--wait', 'none', 'how long somebody may take to sign in'))
        Places = @('user')
    }
    'exec' = @{
        Commands = @()
        Options = @(@('--duration', 'none', 'how long the credentials last, such as 15m; without it, 12h of a user and 1h of a role'), @('--session-name', 'none', 'of a role''s session; without it, your name on this machine'), @('--mfa-serial', 'none', 'an MFA device of yours: serial number or name'), @('--mfa-code', 'none', 'its present code, which works once; or prompt'), @('--mfa-code-stdin', '', 'read the code from stdin'), @('--instance-profile', 'instance-profile', 'run it as on an instance that has the profile, as `iamctl instance exec` does'))
        Places = @('anything', 'none*')
    }
    'logout' = @{
        Commands = @()
        Options = @(,@('--all', '', 'every login of yours, of whichever terminal or profile'))
        Places = @()
    }
    'assume' = @{
        Commands = @()
        Options = @(@('--session-name', 'none', 'what the session is called; without it, as the user of this machine'), @('--duration', 'none', 'how long: 1h, 90m, 3600, or max'), @('--session-policy', 'file', 'what it is narrowed to, JSON or TOML: a file, - or the text itself'), @('--policy-arn', 'policy', 'a managed policy that narrows it: its name, ARN or unique id; may be given again'), @('--tag', 'none', 'a session tag; may be given again'), @('--transitive', 'none', 'a tag that sessions out of it get as well; may be given again'), @('--source-identity', 'none', 'who is behind it, for the whole chain'), @('--external-id', 'none', 'what the role''s owner agreed upon with you'), @('--mfa-serial', 'none', 'an MFA device of yours: serial number or name'), @('--mfa-code', 'none', 'its present code, which works once; or prompt'), @('--mfa-code-stdin', '', 'read the code from stdin'), @('--no-cache', '', 'have a session issued that is not kept, and look for none'), @('--format', 'none', 'the credentials as env, fish, powershell, json, dotenv, credential-process, profile'), @('--save-profile', 'none', 'write it as this profile into the AWS shared credentials file'), @('--force', '', 'replace the profile that has a long-term access key'), @('--web-identity-token', 'file', 'a token of an OpenID Connect provider; - for stdin'), @('--provider-id', 'none', 'the token is an access token of www.amazon.com or graph.facebook.com'), @('--saml-response', 'file', 'a SAML response, in base64 as browsers post it, or XML; - for stdin'), @('--saml-provider', 'none', 'the SAML provider''s name or ARN; without it, by the issuer'), @('--list', '', 'list the roles that you may take on'))
        Places = @('role', 'none*')
    }
    'creds' = @{
        Commands = @(@('report', 'Show how everybody''s credentials stand: AWS''s credential report, as CSV.'), @('check', 'Find credentials that should not stay as they are, and say what to do about each.'), @('session-token', 'Have a session of your own issued out of long-term credentials (GetSessionToken).'), @('federation-token', 'Have a session issued for somebody, within your own rights (GetFederationToken).'), @('process', 'Give a role''s credentials to an AWS client: what its credential_process reads.'), @('configure-profile', 'Have AWS clients get a role''s credentials from here: write a profile into the AWS config file.'), @('cache', 'Sessions that are kept for the next command.'), @('password', 'Console passwords: what persons sign in with.'), @('mfa', 'MFA devices: one-time codes that prove who signs in.'), @('ssh-key', 'SSH public keys: what users sign in to CodeCommit with.'), @('service-specific', 'Service-specific credentials: a password or an API key for one service.'), @('certificate', 'Signing certificates: X.509 certificates of users.'), @('session', 'Sessions that were issued: temporary credentials of roles and users.'), @('inspect', 'Tell whose a key id or a session token is, of which account, and whether it is alive; if not, why.'), @('revoke', 'Let every session of a role or user that was issued before now do nothing any more.'), @('rotate-session-key', 'Seal session tokens with a new key from now on.'), @('key', 'Access keys: what programs sign their requests with.'))
        Options = @()
        Places = @()
    }
    'creds report' = @{
        Commands = @()
        Options = @(@('--out', 'file', 'write it into a new file that only you can read'), @('--force', '', 'replace the file, or the profile that has another''s key'))
        Places = @()
    }
    'creds check' = @{
        Commands = @()
        Options = @(@('--max-age', 'none', 'from when on a key or a password is old: 90d, 2160h'), @('--unused', 'none', 'from when on what was not used is unused: 90d, 2160h'), @('--format', '=sarif', 'sarif: a log that code hosts read'))
        Places = @('none*')
    }
    'creds session-token' = @{
        Commands = @()
        Options = @(@('--duration', 'none', 'how long: 1h, 90m, 3600, or max'), @('--mfa-serial', 'none', 'an MFA device of yours: serial number or name'), @('--mfa-code', 'none', 'its present code, which works once; or prompt'), @('--mfa-code-stdin', '', 'read the code from stdin'), @('--format', 'none', 'the credentials as env, fish, powershell, json, dotenv, credential-process, profile'), @('--save-profile', 'none', 'write it as this profile into the AWS shared credentials file'), @('--force', '', 'replace the profile that has a long-term access key'))
        Places = @()
    }
    'creds federation-token' = @{
        Commands = @()
        Options = @(@('--duration', 'none', 'how long: 1h, 90m, 3600, or max'), @('--session-policy', 'file', 'what it is narrowed to, JSON or TOML: a file, - or the text itself'), @('--policy-arn', 'policy', 'a managed policy that narrows it: its name, ARN or unique id; may be given again'), @('--tag', 'none', 'a session tag; may be given again'), @('--format', 'none', 'the credentials as env, fish, powershell, json, dotenv, credential-process, profile'), @('--save-profile', 'none', 'write it as this profile into the AWS shared credentials file'), @('--force', '', 'replace the profile that has a long-term access key'))
        Places = @('anything')
    }
    'creds process' = @{
        Commands = @()
        Options = @(@('--role', 'role', 'a role''s name or ARN'), @('--session-name', 'none', 'what the session is called; without it, as the user of this machine'), @('--duration', 'none', 'how long: 1h, 90m, 3600, or max'), @('--session-policy', 'file', 'what it is narrowed to, JSON or TOML: a file, - or the text itself'), @('--policy-arn', 'policy', 'a managed policy that narrows it: its name, ARN or unique id; may be given again'), @('--tag', 'none', 'a session tag; may be given again'), @('--transitive', 'none', 'a tag that sessions out of it get as well; may be given again'), @('--source-identity', 'none', 'who is behind it, for the whole chain'), @('--external-id', 'none', 'what the role''s owner agreed upon with you'), @('--mfa-serial', 'none', 'an MFA device of yours: serial number or name'), @('--mfa-code', 'none', 'its present code, which works once; or prompt'), @('--mfa-code-stdin', '', 'read the code from stdin'), @('--no-cache', '', 'have a session issued that is not kept, and look for none'))
        Places = @()
    }
    'creds configure-profile' = @{
        Commands = @()
        Options = @(@('--role', 'role', 'a role''s name or ARN'), @('--session-name', 'none', 'what the session is called; without it, as the user of this machine'), @('--duration', 'none', 'how long: 1h, 90m, 3600, or max'), @('--session-policy', 'file', 'what it is narrowed to, JSON or TOML: a file, - or the text itself'), @('--policy-arn', 'policy', 'a managed policy that narrows it: its name, ARN or unique id; may be given again'), @('--tag', 'none', 'a session tag; may be given again'), @('--transitive', 'none', 'a tag that sessions out of it get as well; may be given again'), @('--source-identity', 'none', 'who is behind it, for the whole chain'), @('--external-id', 'none', 'what the role''s owner agreed upon with you'), @('--mfa-serial', 'none', 'an MFA device of yours: serial number or name'), @('--force', '', 'replace another program''s credential_process'))
        Places = @('anything')
    }
    'creds cache' = @{
        Commands = @(@('list', 'List the sessions that are kept for the next command, without their secrets.'), @('clear', 'Forget the sessions that are kept for the next command.'))
        Options = @()
        Places = @()
    }
    'creds cache list' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'creds cache clear' = @{
        Commands = @()
        Options = @(,@('--role', 'role', 'only sessions of this role: its name or a session''s ARN'))
        Places = @()
    }
    'creds password' = @{
        Commands = @(@('set', 'Set a user''s console password, the first or another.'), @('generate', 'Set a console password by lot; it is shown this once.'), @('change', 'Change a password by who knows it.'), @('delete', 'Delete a user''s console password; its access keys stay.'), @('expire', 'Have a user choose another password at the next sign-in.'))
        Options = @()
        Places = @()
    }
    'creds password set' = @{
        Commands = @()
        Options = @(@('--stdin', '', 'read it from stdin, a line each'), @('--reset-required', '', 'it only serves to choose another; without either, a password that is there stays as it is'), @('--no-reset-required', '', 'it only serves to choose another; without either, a password that is there stays as it is'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'creds password generate' = @{
        Commands = @()
        Options = @(@('--reset-required', '', 'it only serves to choose another; without either, a password that is there stays as it is'), @('--no-reset-required', '', 'it only serves to choose another; without either, a password that is there stays as it is'), @('--out', 'file', 'write it into a new file that only you can read'), @('--force', '', 'replace the file, or the profile that has another''s key'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'creds password change' = @{
        Commands = @()
        Options = @(@('--stdin', '', 'read it from stdin, a line each'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'creds password delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'creds password expire' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'creds mfa' = @{
        Commands = @(@('enable', 'Enable a virtual MFA device by two consecutive codes.'), @('list', 'List a user''s MFA devices, or all of the account.'), @('resync', 'Learn how far an MFA device''s clock is off, from two consecutive codes.'), @('disable', 'Take an MFA device from its owner, and delete it with its seed.'))
        Options = @()
        Places = @()
    }
    'creds mfa enable' = @{
        Commands = @()
        Options = @(@('--name', 'none', 'the device''s name; without it, its owner''s'), @('--path', 'none', 'begins and ends with /'), @('--tag', 'none', 'tag it; may be given again'), @('--start', '', 'only make the device and hand over its seed'), @('--stdin', '', 'read both codes from stdin, a line each'), @('--code', 'none', 'one of the two codes, the older first; say it twice'), @('--out', 'file', 'write it into a new file that only you can read'), @('--force', '', 'replace the file, or the profile that has another''s key'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'creds mfa list' = @{
        Commands = @()
        Options = @(@('--virtual', '', 'list the account''s devices, whosoever they are'), @('--assignment-status', 'none', 'with --virtual: Assigned, Unassigned or Any'))
        Places = @('user')
    }
    'creds mfa resync' = @{
        Commands = @()
        Options = @(@('--stdin', '', 'read both codes from stdin, a line each'), @('--code', 'none', 'one of the two codes, the older first; say it twice'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'creds mfa disable' = @{
        Commands = @()
        Options = @(@('--keep', '', 'only take it from its owner; it can be enabled again'), @('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'creds ssh-key' = @{
        Commands = @(@('upload', 'Give a user an SSH public key, for CodeCommit.'), @('list', 'List a user''s SSH public keys.'), @('get', 'Show an SSH public key of a user, with its fingerprint.'), @('update', 'Make an SSH public key active or inactive.'), @('delete', 'Take an SSH public key from a user.'))
        Options = @()
        Places = @()
    }
    'creds ssh-key upload' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'file')
    }
    'creds ssh-key list' = @{
        Commands = @()
        Options = @()
        Places = @('user')
    }
    'creds ssh-key get' = @{
        Commands = @()
        Options = @(,@('--encoding', '=SSH|PEM', 'SSH or PEM'))
        Places = @('user', 'none')
    }
    'creds ssh-key update' = @{
        Commands = @()
        Options = @(@('--status', '=Active|Inactive', 'Active or Inactive'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'creds ssh-key delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'creds service-specific' = @{
        Commands = @(@('create', 'Give a user a credential for one service; its secret is shown this once.'), @('list', 'List a user''s service-specific credentials, without their secrets.'), @('reset', 'Give a service-specific credential another secret; it is shown this once.'), @('update', 'Make a service-specific credential active or inactive.'), @('delete', 'Delete a service-specific credential with its secret, which no undo brings back.'))
        Options = @()
        Places = @()
    }
    'creds service-specific create' = @{
        Commands = @()
        Options = @(@('--age', 'none', 'after how many days it expires, 1-36600'), @('--out', 'file', 'write it into a new file that only you can read'), @('--force', '', 'replace the file, or the profile that has another''s key'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none', 'none')
    }
    'creds service-specific list' = @{
        Commands = @()
        Options = @(,@('--service', 'none', 'only those for this service'))
        Places = @('user')
    }
    'creds service-specific reset' = @{
        Commands = @()
        Options = @(@('--out', 'file', 'write it into a new file that only you can read'), @('--force', '', 'replace the file, or the profile that has another''s key'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'creds service-specific update' = @{
        Commands = @()
        Options = @(@('--status', '=Active|Inactive', 'Active or Inactive'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'creds service-specific delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'creds certificate' = @{
        Commands = @(@('upload', 'Give a user a signing certificate.'), @('list', 'List a user''s signing certificates.'), @('update', 'Make a signing certificate active or inactive.'), @('delete', 'Take a signing certificate from a user.'))
        Options = @()
        Places = @()
    }
    'creds certificate upload' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'file')
    }
    'creds certificate list' = @{
        Commands = @()
        Options = @()
        Places = @('user')
    }
    'creds certificate update' = @{
        Commands = @()
        Options = @(@('--status', '=Active|Inactive', 'Active or Inactive'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'creds certificate delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user', 'none')
    }
    'creds session' = @{
        Commands = @(@('list', 'List the sessions that are alive, the newest first.'), @('show', 'Show a session: whose it is, from what, until when and why, and what it may do after every narrowing.'), @('revoke', 'End sessions for good, and every session that came out of them.'))
        Options = @()
        Places = @()
    }
    'creds session list' = @{
        Commands = @()
        Options = @(,@('--all', '', 'also those that are over, for 90 days, and why they are'))
        Places = @('anything')
    }
    'creds session show' = @{
        Commands = @()
        Options = @(,@('--service', 'none', 'what it may do of this service alone; again'))
        Places = @('none')
    }
    'creds session revoke' = @{
        Commands = @()
        Options = @(@('--of', 'anything', 'all sessions of a user, a role, root, or a role session''s ARN'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'), @('--dry-run', '', 'show what would change, and change nothing'))
        Places = @('none*')
    }
    'creds inspect' = @{
        Commands = @()
        Options = @()
        Places = @('none')
    }
    'creds revoke' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('anything')
    }
    'creds rotate-session-key' = @{
        Commands = @()
        Options = @(@('--end-all', '', 'end every session that there is: the older keys go at once'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'), @('--dry-run', '', 'show what would change, and change nothing'))
        Places = @()
    }
    'creds key' = @{
        Commands = @(@('create', 'Create an access key; its secret is shown this once.'), @('list', 'List a user''s access keys, without their secrets.'), @('rotate', 'Put a new access key in the place of the one that a user has.'), @('activate', 'Accept an access key again.'), @('deactivate', 'Accept an access key no longer; it can be activated again.'), @('delete', 'Delete an access key with its secret; no undo brings the secret back.'), @('last-used', 'Show when an access key was last used, for which service and where.'))
        Options = @()
        Places = @()
    }
    'creds key create' = @{
        Commands = @()
        Options = @(@('--save-profile', 'none', 'write it as this profile into the AWS shared credentials file'), @('--out', 'file', 'write it into a new file that only you can read'), @('--force', '', 'replace the file, or the profile that has another''s key'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'creds key list' = @{
        Commands = @()
        Options = @()
        Places = @('user')
    }
    'creds key rotate' = @{
        Commands = @()
        Options = @(@('--grace', 'none', 'how long the old key is accepted yet: 24h, 90m, 7d'), @('--keep-old', '', 'accept the old key until `--finish`'), @('--finish', '', 'delete the older of two keys, a rotation''s old one'), @('--save-profile', 'none', 'write it as this profile into the AWS shared credentials file'), @('--out', 'file', 'write it into a new file that only you can read'), @('--force', '', 'replace the file, or the profile that has another''s key'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('user')
    }
    'creds key activate' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'creds key deactivate' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'creds key delete' = @{
        Commands = @()
        Options = @(@('--ignore-missing', '', 'succeed when there is nothing to take away'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('none')
    }
    'creds key last-used' = @{
        Commands = @()
        Options = @()
        Places = @('none')
    }
    'vault' = @{
        Commands = @(@('status', 'Show the vault: who has its data key, how many secrets it holds, and whether each of them opens.'), @('rekey', 'Seal every secret anew under a new data key.'))
        Options = @()
        Places = @()
    }
    'vault status' = @{
        Commands = @()
        Options = @()
        Places = @()
    }
    'vault rekey' = @{
        Commands = @()
        Options = @(@('--to', '=keyring|passphrase|file', 'who has the new key; without it, who has it now'), @('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @()
    }
    'completion' = @{
        Commands = @(@('show', 'Print the completion script for a shell.'), @('install', 'Put the completion script where a shell finds it for its user.'))
        Options = @()
        Places = @()
    }
    'completion show' = @{
        Commands = @()
        Options = @()
        Places = @('=bash|zsh|fish|powershell')
    }
    'completion install' = @{
        Commands = @()
        Options = @(@('--dry-run', '', 'show what would change, and change nothing'), @('--yes', '', 'go ahead without asking'), @('-y', '', 'go ahead without asking'))
        Places = @('=bash|zsh|fish|powershell')
    }
}

Register-ArgumentCompleter -Native -CommandName iamctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    function New-Reply($text, $help) {
        if (-not $help) { $help = $text }
        [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $help)
    }

    # Replies for a place of this kind; none at all for files, which PowerShell then completes itself.
    function Get-Reply($kind, $prefix, $before) {
        if ($kind -in 'none', 'file', 'folder') { return }
        if ($kind.StartsWith('=')) { $words = $kind.Substring(1).Split('|') }
        else { $words = & $program --complete-names $kind "$prefix" @typed 2>$null }
        $words | Where-Object { $_ -and $_.StartsWith($prefix) } | ForEach-Object { New-Reply "$before$_" $_ }
    }

    function Get-Kind($flag, $node) {
        foreach ($option in @($node.Options) + $iamctlCommon) {
            if ($option -and $option[0] -ceq $flag) { return $option[1] }
        }
        return ''
    }

    $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or
            ($_.Extent.EndOffset -eq $cursorPosition -and -not $wordToComplete) } | ForEach-Object { $_.Extent.Text })
    $program = $elements[0]
    if (-not $program) { $program = 'iamctl' }
    $typed = @($elements | Select-Object -Skip 1)
    $at = ''
    $skip = ''
    $position = 0
    $node = $iamctlNodes['']
    foreach ($word in $typed) {
        if ($skip) { $skip = '' }
        elseif ($word.StartsWith('-')) { $skip = Get-Kind $word $node }
        elseif ($iamctlNodes.ContainsKey("$at $word".Trim())) {
            $at = "$at $word".Trim()
            $node = $iamctlNodes[$at]
        }
        else { $position++ }
    }

    if ($skip) { Get-Reply $skip $wordToComplete '' }
    elseif ($wordToComplete -match '^(--[^=]+)=(.*)$') {
        $kind = Get-Kind $Matches[1] $node
        if ($kind) { Get-Reply $kind $Matches[2] "$($Matches[1])=" }
    }
    elseif ($wordToComplete.StartsWith('-')) {
        @($node.Options) + $iamctlCommon | Where-Object { $_ -and $_[0].StartsWith($wordToComplete) } |
            ForEach-Object { New-Reply $_[0] $_[2] }
    }
    elseif ($node.Commands) {
        $node.Commands | Where-Object { $_[0].StartsWith($wordToComplete) } | ForEach-Object { New-Reply $_[0] $_[1] }
    }
    else {
        foreach ($place in @($node.Places)) {
            if ($place -and ($position -eq 0 -or $place.EndsWith('*'))) {
                Get-Reply $place.TrimEnd('*') $wordToComplete ''
                break
            }
            $position--
        }
    }
}
