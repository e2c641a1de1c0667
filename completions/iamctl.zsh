#compdef iamctl
# zsh completion for iamctl, generated from its command tree by `iamctl completion show zsh`.

# Options come in threes: flag, the kind of what it takes (none for a flag), help.
typeset -ga _iamctl_common
_iamctl_common=(
  --account 'account' 'the account'\''s id or alias'
  --data-dir 'folder' 'where the accounts are; also IAMCTL_HOME'
  --as 'user' 'who asks: root, or a user or role, held to its policies'
  --profile 'none' 'whose credentials to use: a login'\''s, or those of the AWS credentials file'
  --allow-lock-out '' 'with --as: let a change take the caller'\''s own right to administer'
  --deny-new-access '' 'refuse a change by which anybody gains any permission'
  --override-guard 'none' 'keep a change that breaks a guard; the reason is recorded'
  --output '=table|json|jsonl|yaml|tsv|toml|name' 'how to answer'
  -o '=table|json|jsonl|yaml|tsv|toml|name' 'how to answer'
  --json '' 'the same as --output json'
  --query 'none' 'what of the answer, over its JSON members'
  --no-header '' 'leave the titles of columns out'
  --color '=auto|always|never' 'when to use colours'
  --no-input '' 'never ask; refuse instead'
  --quiet '' 'say nothing but the answer, warnings and errors'
  -q '' 'say nothing but the answer, warnings and errors'
  --lock-timeout 'none' 'how long to wait for another change'
  --passphrase-file 'file' 'its first line opens the vault'
  --passphrase-stdin '' 'the first line of stdin opens the vault'
  --debug '' 'show the traceback of a bug'
  -h '' 'show how it is used'
  --help '' 'show how it is used'
)

# What stands at these words; a place with `*` takes all that follow.
_iamctl_node() {
  _iamctl_commands=() _iamctl_options=() _iamctl_places=()
  case $1 in
    '')
      _iamctl_commands=(
        'init:Create an account.'
        'account:Accounts side by side in one data dir, and what an account says of itself.'
        'user:Users: persons and programs with long-term credentials.'
        'group:Groups: sets of users that share policies.'
        'role:Roles: identities without credentials, for whoever their trust policies name.'
        'policy:Managed policies: the account'\''s own and AWS'\''s.'
        'resource-policy:Policies of buckets, queues and other resources, for decisions about them.'
        'instance-profile:Instance profiles: what hands a role to EC2 instances.'
        'instance:Instances on this machine: AWS'\''s clients find the credentials of a profile'\''s role there.'
        'provider:Identity providers: whose users may assume roles without being users here.'
        'federation:Federation: trying out what relies on identity providers.'
        'broker:A company'\''s people, known by what they already have, become roles.'
        'bootstrap:Make the account what a file says, in one change; a second run changes nothing.'
        'import:Take in what other programs wrote.'
        'export:Give the account to other programs.'
        'show:Show whatever has this name, ARN or unique id.'
        'path:Print the file that holds whatever has this name, ARN or unique id.'
        'edit:Edit the file of whatever has this name, ARN or unique id.'
        'whoami:Show who acts: GetCallerIdentity'\''s members.'
        'decide:Decide requests from JSON Lines: one JSON line back for each, in order.'
        'check:IAM Access Analyzer'\''s custom policy checks, without AWS: PASS, or FAIL with a request that proves it.'
        'compare:Show what one side allows that the other does not, with a request that proves each claim.'
        'can:Say whether a principal may do something: one line for each action and resource.'
        'explain:Say why a principal may or may not do something, statement by statement, and what would change it.'
        'explain-assume:Say why a role may or may not be taken on, and which edit of its trust policy would let in.'
        'simulate:AWS'\''s policy simulator: its inputs, its results, the engine that `can` asks.'
        'who-can:Find everybody that may do an action, and under which conditions.'
        'what-can:Tell all that a principal may do: which actions on which resources, under which conditions.'
        'report:Write a report of the account for people: who may do what, and what to look at.'
        'audit:Audits: what an account allows that nobody meant.'
        'test:Run decision cases as unit tests of the account'\''s policies.'
        'guard:Guards: what must always be true of the account'\''s permissions.'
        'history:The account'\''s revisions: every change, whole, with who, when and what.'
        'undo:Take a revision back: a new revision puts its files to where they were.'
        'doctor:Find everything that is wrong with the account, with file and line, and how to mend it.'
        'reference:What AWS publishes: services, actions, resource types and condition keys.'
        'advise:Tell who should be a user and who a role, as AWS'\''s guidance does, and with which commands.'
        'login:Sign in with a password, and with MFA where there is a device; commands then act as that user.'
        'exec:Run a command as a user or a role, with credentials in its environment alone.'
        'logout:End the login of this terminal, or of `--profile NAME`; the account no longer takes its session.'
        'assume:Take on a role for a time.'
        'creds:Credentials, long-term and temporary: keys, passwords, MFA devices, sessions.'
        'vault:The vault: where the account'\''s secrets lie, sealed.'
        'completion:Completion of commands, options and names on the shell'\''s command line.'
      )
      _iamctl_options=(
        --version '' 'print the version'
        -V '' 'print the version'
      )
      ;;
    'init')
      _iamctl_options=(
        --account-id 'none' '12 digits; without it they are drawn by lot'
        --alias 'none' '3-63 of a-z, 0-9 and -'
        --root-email 'none' 'the root user'\''s address'
        --vault-key '=keyring|passphrase|file' 'who has the key of its secrets; without it, the first secret decides'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      ;;
    'account')
      _iamctl_commands=(
        'list:List the accounts of the data dir.'
        'show:Show an account: id, alias, root user, where its files are.'
        'use:Make an account the one that commands mean.'
        'summary:Count the account'\''s entities and show its quotas.'
        'delete:Delete an account with everything in it and its history.'
        'alias:The account'\''s alias: a name to sign in with instead of the 12 digits.'
        'password-policy:Rules for the console passwords of the account'\''s users.'
      )
      ;;
    'account list')
      ;;
    'account show')
      _iamctl_places=('account')
      ;;
    'account use')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('account')
      ;;
    'account summary')
      ;;
    'account delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('account')
      ;;
    'account alias')
      _iamctl_commands=(
        'set:Give the account an alias in the place of the one it has.'
        'delete:Take the account'\''s alias away.'
      )
      ;;
    'account alias set')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'account alias delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'account password-policy')
      _iamctl_commands=(
        'show:Show the account'\''s password policy.'
        'set:Set the account'\''s password policy; what is not given goes back to its default.'
        'delete:Delete the account'\''s password policy; AWS'\''s default one holds again.'
      )
      ;;
    'account password-policy show')
      ;;
    'account password-policy set')
      _iamctl_options=(
        --minimum-password-length 'none' 'characters, 6-128'
        --require-symbols '' 'one of ! @ # $ % ^ & * …'
        --no-require-symbols '' 'one of ! @ # $ % ^ & * …'
        --require-numbers '' 'one of 0-9'
        --no-require-numbers '' 'one of 0-9'
        --require-uppercase-characters '' 'one of A-Z'
        --no-require-uppercase-characters '' 'one of A-Z'
        --require-lowercase-characters '' 'one of a-z'
        --no-require-lowercase-characters '' 'one of a-z'
        --allow-users-to-change-password '' 'users may change their own'
        --no-allow-users-to-change-password '' 'users may change their own'
        --max-password-age 'none' '1-1095; without it, never expires'
        --password-reuse-prevention 'none' 'old ones remembered, 1-24'
        --hard-expiry '' 'who lets a password expire needs an administrator'
        --no-hard-expiry '' 'who lets a password expire needs an administrator'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      ;;
    'account password-policy delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      ;;
    'user')
      _iamctl_commands=(
        'create:Create users that may do nothing yet and have no credentials.'
        'get:Show users.'
        'list:List the users whose path begins with a prefix.'
        'update:Rename a user or move it to another path; everything that refers to it follows.'
        'delete:Delete users.'
        'tag:Tag a user; a key that it has takes the new value.'
        'untag:Take tags off a user.'
        'list-tags:List the tags of a user.'
        'list-groups:List the groups that a user is in.'
        'add-to-group:Add a user to groups.'
        'remove-from-group:Remove a user from groups.'
        'clone:Create users with the same permissions as one that is there; never its credentials.'
        'copy-permissions:Give users the permissions that another user has.'
        'attach-policy:Attach managed policies to a user.'
        'detach-policy:Detach managed policies from a user.'
        'list-attached-policies:List the managed policies that are attached to a user.'
        'put-policy:Write an inline policy of a user; one of the same name is replaced.'
        'get-policy:Show an inline policy of a user.'
        'delete-policy:Delete inline policies of a user.'
        'list-policies:List the names of a user'\''s inline policies.'
        'set-boundary:Set the permissions boundary of a user.'
        'delete-boundary:Take the permissions boundary off a user.'
      )
      ;;
    'user create')
      _iamctl_options=(
        --path 'none' 'begins and ends with /'
        --group 'group' 'a group to be in; may be given again'
        --attach-policy 'policy' 'a managed policy to attach; may be given again'
        --permissions-boundary 'policy' 'the managed policy that is the boundary: its name, ARN or unique id'
        --tag 'none' 'tag it; may be given again'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none*')
      ;;
    'user get')
      _iamctl_places=('user*')
      ;;
    'user list')
      _iamctl_options=(
        --path-prefix 'none' 'only those whose path begins like this'
      )
      ;;
    'user update')
      _iamctl_options=(
        --new-user-name 'none' 'the name it takes'
        --new-name 'none' 'the name it takes'
        --new-path 'none' 'the path it moves to'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'user delete')
      _iamctl_options=(
        --force '' 'remove what stands in the way as well'
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user*')
      ;;
    'user tag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none*')
      ;;
    'user untag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none*')
      ;;
    'user list-tags')
      _iamctl_places=('user')
      ;;
    'user list-groups')
      _iamctl_places=('user')
      ;;
    'user add-to-group')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'group*')
      ;;
    'user remove-from-group')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'group*')
      ;;
    'user clone')
      _iamctl_options=(
        --path 'none' 'another path than the source'\''s'
        --no-tags '' 'leave the source'\''s tags out'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none*')
      ;;
    'user copy-permissions')
      _iamctl_options=(
        --replace '' 'take away what FROM does not have'
        --only 'none' 'some of groups, attached, inline, boundary'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'user*')
      ;;
    'user attach-policy')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'policy*')
      ;;
    'user detach-policy')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'policy*')
      ;;
    'user list-attached-policies')
      _iamctl_options=(
        --path-prefix 'none' 'only those whose path begins like this'
      )
      _iamctl_places=('user')
      ;;
    'user put-policy')
      _iamctl_options=(
        --policy-document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'user get-policy')
      _iamctl_places=('user' 'none')
      ;;
    'user delete-policy')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none*')
      ;;
    'user list-policies')
      _iamctl_places=('user')
      ;;
    'user set-boundary')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'policy')
      ;;
    'user delete-boundary')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'group')
      _iamctl_commands=(
        'create:Create groups.'
        'get:Show a group and its members.'
        'list:List the groups whose path begins with a prefix.'
        'update:Rename a group or move it to another path; its members stay.'
        'delete:Delete groups.'
        'add-user:Add users to a group.'
        'remove-user:Remove users from a group.'
        'move-user:Move users from one group to another in one change.'
        'attach-policy:Attach managed policies to a group.'
        'detach-policy:Detach managed policies from a group.'
        'list-attached-policies:List the managed policies that are attached to a group.'
        'put-policy:Write an inline policy of a group; one of the same name is replaced.'
        'get-policy:Show an inline policy of a group.'
        'delete-policy:Delete inline policies of a group.'
        'list-policies:List the names of a group'\''s inline policies.'
      )
      ;;
    'group create')
      _iamctl_options=(
        --path 'none' 'begins and ends with /'
        --attach-policy 'policy' 'a managed policy to attach; may be given again'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none*')
      ;;
    'group get')
      _iamctl_places=('group')
      ;;
    'group list')
      _iamctl_options=(
        --path-prefix 'none' 'only those whose path begins like this'
      )
      ;;
    'group update')
      _iamctl_options=(
        --new-group-name 'none' 'the name it takes'
        --new-name 'none' 'the name it takes'
        --new-path 'none' 'the path it moves to'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group')
      ;;
    'group delete')
      _iamctl_options=(
        --force '' 'remove what stands in the way as well'
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group*')
      ;;
    'group add-user')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group' 'user*')
      ;;
    'group remove-user')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group' 'user*')
      ;;
    'group move-user')
      _iamctl_options=(
        --from 'group' 'the group that they leave'
        --to 'group' 'the group that they join'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user*')
      ;;
    'group attach-policy')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group' 'policy*')
      ;;
    'group detach-policy')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group' 'policy*')
      ;;
    'group list-attached-policies')
      _iamctl_options=(
        --path-prefix 'none' 'only those whose path begins like this'
      )
      _iamctl_places=('group')
      ;;
    'group put-policy')
      _iamctl_options=(
        --policy-document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group' 'none')
      ;;
    'group get-policy')
      _iamctl_places=('group' 'none')
      ;;
    'group delete-policy')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('group' 'none*')
      ;;
    'group list-policies')
      _iamctl_places=('group')
      ;;
    'role')
      _iamctl_commands=(
        'create:Create roles that may do nothing yet.'
        'get:Show roles.'
        'list:List the roles whose path begins with a prefix.'
        'update:Change a role'\''s description or its longest session.'
        'delete:Delete roles.'
        'tag:Tag a role; a key that it has takes the new value.'
        'untag:Take tags off a role.'
        'list-tags:List the tags of a role.'
        'list-instance-profiles:List the instance profiles that a role is in.'
        'trust:Trust policies: who may assume a role.'
        'attach-policy:Attach managed policies to a role.'
        'detach-policy:Detach managed policies from a role.'
        'list-attached-policies:List the managed policies that are attached to a role.'
        'put-policy:Write an inline policy of a role; one of the same name is replaced.'
        'get-policy:Show an inline policy of a role.'
        'delete-policy:Delete inline policies of a role.'
        'list-policies:List the names of a role'\''s inline policies.'
        'set-boundary:Set the permissions boundary of a role.'
        'delete-boundary:Take the permissions boundary off a role.'
      )
      ;;
    'role create')
      _iamctl_options=(
        --trust-policy 'file' 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'
        --assume-role-policy-document 'file' 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'
        --trust-service 'none' 'a service such as ec2.amazonaws.com; may be given again'
        --trust-account 'none' 'another account, or this one; may be given again'
        --trust-user 'user' 'a user'\''s name, or any account'\''s ARN; may be given again'
        --trust-role 'role' 'a role'\''s name, or any account'\''s ARN; may be given again'
        --external-id 'none' 'what trusted accounts, users and roles have to say'
        --require-mfa '' 'only when they have signed in with MFA'
        --trust-saml 'saml-provider' 'a SAML provider'\''s name or ARN; may be given again'
        --trust-oidc 'oidc-provider' 'an OpenID Connect provider'\''s URL or ARN'
        --audience 'none' 'whom the provider'\''s token is for; may be given again'
        --subject 'none' 'whom it speaks of, with * and ?; may be given again'
        --description 'none' 'at most 1000 characters'
        --max-session-duration 'none' 'the longest session: seconds, or 1h to 12h'
        --path 'none' 'begins and ends with /'
        --permissions-boundary 'policy' 'the managed policy that is the boundary: its name, ARN or unique id'
        --attach-policy 'policy' 'a managed policy to attach; may be given again'
        --tag 'none' 'tag it; may be given again'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none*')
      ;;
    'role get')
      _iamctl_places=('role*')
      ;;
    'role list')
      _iamctl_options=(
        --path-prefix 'none' 'only those whose path begins like this'
      )
      ;;
    'role update')
      _iamctl_options=(
        --description 'none' 'at most 1000 characters; '\'''\'' takes it away'
        --max-session-duration 'none' 'the longest session: seconds, or 1h to 12h'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role')
      ;;
    'role delete')
      _iamctl_options=(
        --force '' 'remove what stands in the way as well'
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role*')
      ;;
    'role tag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role' 'none*')
      ;;
    'role untag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role' 'none*')
      ;;
    'role list-tags')
      _iamctl_places=('role')
      ;;
    'role list-instance-profiles')
      _iamctl_places=('role')
      ;;
    'role trust')
      _iamctl_commands=(
        'show:Show the trust policy of a role.'
        'set:Put another trust policy in the place of a role'\''s.'
      )
      ;;
    'role trust show')
      _iamctl_places=('role')
      ;;
    'role trust set')
      _iamctl_options=(
        --trust-policy 'file' 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'
        --assume-role-policy-document 'file' 'the trust policy, JSON or TOML: a file, - for stdin, or the text itself'
        --trust-service 'none' 'a service such as ec2.amazonaws.com; may be given again'
        --trust-account 'none' 'another account, or this one; may be given again'
        --trust-user 'user' 'a user'\''s name, or any account'\''s ARN; may be given again'
        --trust-role 'role' 'a role'\''s name, or any account'\''s ARN; may be given again'
        --external-id 'none' 'what trusted accounts, users and roles have to say'
        --require-mfa '' 'only when they have signed in with MFA'
        --trust-saml 'saml-provider' 'a SAML provider'\''s name or ARN; may be given again'
        --trust-oidc 'oidc-provider' 'an OpenID Connect provider'\''s URL or ARN'
        --audience 'none' 'whom the provider'\''s token is for; may be given again'
        --subject 'none' 'whom it speaks of, with * and ?; may be given again'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role')
      ;;
    'role attach-policy')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role' 'policy*')
      ;;
    'role detach-policy')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role' 'policy*')
      ;;
    'role list-attached-policies')
      _iamctl_options=(
        --path-prefix 'none' 'only those whose path begins like this'
      )
      _iamctl_places=('role')
      ;;
    'role put-policy')
      _iamctl_options=(
        --policy-document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role' 'none')
      ;;
    'role get-policy')
      _iamctl_places=('role' 'none')
      ;;
    'role delete-policy')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role' 'none*')
      ;;
    'role list-policies')
      _iamctl_places=('role')
      ;;
    'role set-boundary')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role' 'policy')
      ;;
    'role delete-boundary')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('role')
      ;;
    'policy')
      _iamctl_commands=(
        'create:Create a managed policy; its document is version v1.'
        'get:Show policies, without their documents.'
        'list:List the account'\''s managed policies, and AWS'\''s if asked for.'
        'delete:Delete policies of the account.'
        'tag:Tag a policy; a key that it has takes the new value.'
        'untag:Take tags off a policy.'
        'list-tags:List the tags of a policy.'
        'list-entities:List the users, groups and roles that a policy hangs on.'
        'validate:Find what is wrong with policies, as IAM Access Analyzer'\''s validation does, without AWS.'
        'fmt:Print policies in the canonical form: elements in the grammar'\''s order, one indentation.'
        'minify:Print the smallest JSON that says the same as a policy, and on stderr how large it is.'
        'from-access:Print the least policy that allows a list of actions and resources.'
        'refactor:Replace the policies of a user, group or role by fewer and smaller ones that are proved to say the same.'
        'shrink:Narrow a policy, or the policies of a user, group or role, to what was used, and show what is lost.'
        'version:Versions of a managed policy: up to five, one of them in force.'
      )
      ;;
    'policy create')
      _iamctl_options=(
        --policy-document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --path 'none' 'begins and ends with /'
        --description 'none' 'at most 1000 characters'
        --tag 'none' 'tag it; may be given again'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'policy get')
      _iamctl_places=('policy*')
      ;;
    'policy list')
      _iamctl_options=(
        --scope '=Local|AWS|All' 'the account'\''s own, AWS'\''s, or both'
        --only-attached '' 'leave out what nobody uses'
        --path-prefix 'none' 'only those whose path begins like this'
        --policy-usage-filter '=PermissionsPolicy|PermissionsBoundary' 'only uses of this kind'
      )
      ;;
    'policy delete')
      _iamctl_options=(
        --force '' 'remove what stands in the way as well'
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('policy*')
      ;;
    'policy tag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('policy' 'none*')
      ;;
    'policy untag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('policy' 'none*')
      ;;
    'policy list-tags')
      _iamctl_places=('policy')
      ;;
    'policy list-entities')
      _iamctl_options=(
        --entity-filter '=User|Role|Group' 'only entities of this kind'
        --path-prefix 'none' 'only those whose path begins like this'
        --policy-usage-filter '=PermissionsPolicy|PermissionsBoundary' 'only uses of this kind'
      )
      _iamctl_places=('policy')
      ;;
    'policy validate')
      _iamctl_options=(
        --type '=identity|managed|trust|resource|boundary|session|scp|rcp' 'what the policies are for'
        --all '' 'every document of the account'
        --fail-on '=error|security-warning|warning|suggestion' 'exit 6 for findings of this class and graver ones'
        --format '=sarif' 'sarif: a log that code hosts read'
      )
      _iamctl_places=('file*')
      ;;
    'policy fmt')
      _iamctl_options=(
        --check '' 'only name the files that would change; exit 1 if any'
        --write '' 'write the files instead of printing them'
        --indent 'none' 'spaces of one level of JSON'
      )
      _iamctl_places=('file*')
      ;;
    'policy minify')
      _iamctl_options=(
        --type '=identity|managed|trust|resource|boundary|session|scp|rcp' 'what the policy is for'
      )
      _iamctl_places=('file')
      ;;
    'policy from-access')
      _iamctl_options=(
        --dependent '' 'also allow what AWS says that the actions depend on'
        --no-dependent '' 'also allow what AWS says that the actions depend on'
      )
      _iamctl_places=('file')
      ;;
    'policy refactor')
      _iamctl_options=(
        --apply '' 'make the change, in one revision; else it is only shown'
        --keep 'policy' 'leave this policy as it is; more than once'
        --shared '' 'also take apart policies that hang on others too; those keep them'
        --aws-covers '' 'what AWS'\''s managed policies say today need not be said again; AWS changes them'
        --into '=inline|managed' 'inline or managed; else what is there and holds it'
        --name 'none' 'the new policy'\''s name'
      )
      _iamctl_places=('none')
      ;;
    'policy shrink')
      _iamctl_options=(
        --used 'file' 'CloudTrail'\''s JSON, also .gz, or lines of `decide`; - is stdin; more than once'
        --resources '' 'also narrow resources, where the log names them for every use of an action'
        --document '' 'print the narrowed policy alone'
      )
      _iamctl_places=('=POLICY|PRINCIPAL')
      ;;
    'policy version')
      _iamctl_commands=(
        'create:Give a policy a new version.'
        'get:Show a version of a policy with its document.'
        'list:List the versions of a policy, newest first.'
        'set-default:Put a version in force for all that the policy hangs on.'
        'delete:Delete versions that are not in force.'
      )
      ;;
    'policy version create')
      _iamctl_options=(
        --policy-document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --set-as-default '' 'put it in force for all that the policy hangs on'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('policy')
      ;;
    'policy version get')
      _iamctl_places=('policy' 'none')
      ;;
    'policy version list')
      _iamctl_places=('policy')
      ;;
    'policy version set-default')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('policy' 'none')
      ;;
    'policy version delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('policy' 'none*')
      ;;
    'resource-policy')
      _iamctl_commands=(
        'put:Write the policy of a resource; one that it has is replaced.'
        'get:Show the policy of a resource.'
        'list:List the resources that have a policy here.'
        'delete:Delete the policies of resources.'
      )
      ;;
    'resource-policy put')
      _iamctl_options=(
        --policy-document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --document 'file' 'the document, JSON or TOML: a file, - for stdin, or the text itself'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'resource-policy get')
      _iamctl_places=('none')
      ;;
    'resource-policy list')
      ;;
    'resource-policy delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none*')
      ;;
    'instance-profile')
      _iamctl_commands=(
        'create:Create instance profiles without a role.'
        'get:Show instance profiles with the role in each.'
        'list:List the instance profiles whose path begins with a prefix.'
        'delete:Delete instance profiles.'
        'add-role:Put a role into an instance profile.'
        'remove-role:Take a role out of an instance profile.'
        'tag:Tag an instance profile; a key that it has takes the new value.'
        'untag:Take tags off an instance profile.'
        'list-tags:List the tags of an instance profile.'
      )
      ;;
    'instance-profile create')
      _iamctl_options=(
        --path 'none' 'begins and ends with /'
        --tag 'none' 'tag it; may be given again'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none*')
      ;;
    'instance-profile get')
      _iamctl_places=('instance-profile*')
      ;;
    'instance-profile list')
      _iamctl_options=(
        --path-prefix 'none' 'only those whose path begins like this'
      )
      ;;
    'instance-profile delete')
      _iamctl_options=(
        --force '' 'remove what stands in the way as well'
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('instance-profile*')
      ;;
    'instance-profile add-role')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('instance-profile' 'role')
      ;;
    'instance-profile remove-role')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('instance-profile' 'role')
      ;;
    'instance-profile tag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('instance-profile' 'none*')
      ;;
    'instance-profile untag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('instance-profile' 'none*')
      ;;
    'instance-profile list-tags')
      _iamctl_places=('instance-profile')
      ;;
    'instance')
      _iamctl_commands=(
        'launch:Serve the metadata of an instance that has the profile, with its role'\''s credentials.'
        'exec:Run a command as if it ran on an instance that has the profile.'
      )
      ;;
    'instance launch')
      _iamctl_options=(
        --port 'none' 'where it listens; 0 takes one that is free'
        --listen 'none' 'an IP address of this machine; beyond loopback, who reaches it is served'
        --allow-host 'none' 'a name that clients may call it by, besides IP addresses and localhost; may be given again'
        --id 'none' 'the instance'\''s id, i-…; without it, one is made up'
        --region 'none' 'where it is said to be; without it, AWS_REGION or AWS_DEFAULT_REGION, else us-east-1'
        --imds '=v2|v1-allowed' 'whether metadata is answered without a token as well'
        --hop-limit 'none' 'how many machines a token'\''s answer may pass, 1 to 64'
        --container-token-file 'file' 'serve containers too, under a token that is written into this new file and removed at the end'
        --for 'none' 'terminate it after so long; without it, by Ctrl-C or SIGTERM'
      )
      _iamctl_places=('instance-profile')
      ;;
    'instance exec')
      _iamctl_options=(
        --through '=imds|container|pod-identity' 'which door the command'\''s clients are led to: that of EC2, of ECS, or of EKS Pod Identity'
        --id 'none' 'the instance'\''s id, i-…; without it, one is made up'
        --region 'none' 'where it is said to be; without it, AWS_REGION or AWS_DEFAULT_REGION, else us-east-1'
        --imds '=v2|v1-allowed' 'whether metadata is answered without a token as well'
      )
      _iamctl_places=('instance-profile' 'none*')
      ;;
    'provider')
      _iamctl_commands=(
        'saml:Identity providers that speak SAML 2.0.'
        'oidc:Identity providers that speak OpenID Connect.'
      )
      ;;
    'provider saml')
      _iamctl_commands=(
        'create:Create a SAML provider from its metadata.'
        'get:Show a SAML provider with its metadata.'
        'list:List the SAML providers.'
        'update:Put other metadata in a SAML provider'\''s place, or change how it is verified.'
        'delete:Delete SAML providers.'
        'tag:Tag a SAML provider; a key that it has takes the new value.'
        'untag:Take tags off a SAML provider.'
        'list-tags:List the tags of a SAML provider.'
      )
      ;;
    'provider saml create')
      _iamctl_options=(
        --saml-metadata-document 'file' 'the identity provider'\''s metadata, XML: a file, - for stdin, or the text itself'
        --metadata 'file' 'the identity provider'\''s metadata, XML: a file, - for stdin, or the text itself'
        --add-private-key 'file' 'the key that opens encrypted assertions: RSA in PEM without a passphrase; a file, or - for stdin'
        --assertion-encryption-mode '=Required|Allowed' 'whether assertions have to be encrypted; needs a private key'
        --strict '' 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'
        --no-strict '' 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'
        --allow-sha1 '' 'take signatures that use SHA-1'
        --no-allow-sha1 '' 'take signatures that use SHA-1'
        --tag 'none' 'tag it; may be given again'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'provider saml get')
      _iamctl_places=('saml-provider')
      ;;
    'provider saml list')
      ;;
    'provider saml update')
      _iamctl_options=(
        --saml-metadata-document 'file' 'the identity provider'\''s metadata, XML: a file, - for stdin, or the text itself'
        --metadata 'file' 'the identity provider'\''s metadata, XML: a file, - for stdin, or the text itself'
        --add-private-key 'file' 'the key that opens encrypted assertions: RSA in PEM without a passphrase; a file, or - for stdin'
        --remove-private-key 'none' 'a private key'\''s id'
        --assertion-encryption-mode '=Required|Allowed' 'whether assertions have to be encrypted; needs a private key'
        --strict '' 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'
        --no-strict '' 'also ask of assertions what AWS does not: the audience, NotBefore, that each comes once, InResponseTo'
        --allow-sha1 '' 'take signatures that use SHA-1'
        --no-allow-sha1 '' 'take signatures that use SHA-1'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('saml-provider')
      ;;
    'provider saml delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('saml-provider*')
      ;;
    'provider saml tag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('saml-provider' 'none*')
      ;;
    'provider saml untag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('saml-provider' 'none*')
      ;;
    'provider saml list-tags')
      _iamctl_places=('saml-provider')
      ;;
    'provider oidc')
      _iamctl_commands=(
        'create:Create an OpenID Connect provider.'
        'get:Show an OpenID Connect provider.'
        'list:List the OpenID Connect providers.'
        'update:Change the client ids, thumbprints and kept keys of an OpenID Connect provider.'
        'delete:Delete OpenID Connect providers.'
        'tag:Tag an OpenID Connect provider; a key that it has takes the new value.'
        'untag:Take tags off an OpenID Connect provider.'
        'list-tags:List the tags of an OpenID Connect provider.'
      )
      ;;
    'provider oidc create')
      _iamctl_options=(
        --client-id-list 'none' 'an audience whose tokens are taken; may be given again'
        --client-id 'none' 'an audience whose tokens are taken; may be given again'
        --thumbprint-list 'none' '40 hexadecimal digits; may be given up to five times'
        --thumbprint 'none' '40 hexadecimal digits; may be given up to five times'
        --jwks 'file' 'public keys to verify its tokens with, not fetched ones: a JSON Web Key Set, - for stdin'
        --tag 'none' 'tag it; may be given again'
        --if-not-exists '' 'leave one that exists as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'provider oidc get')
      _iamctl_places=('oidc-provider')
      ;;
    'provider oidc list')
      ;;
    'provider oidc update')
      _iamctl_options=(
        --add-client-id 'none' 'take tokens for this audience too; may be given again'
        --remove-client-id 'none' 'take them no longer; may be given again'
        --thumbprint-list 'none' 'in the place of all that it has; may be given again'
        --thumbprint 'none' 'in the place of all that it has; may be given again'
        --jwks 'file' 'public keys to verify its tokens with, not fetched ones: a JSON Web Key Set, - for stdin'
        --remove-jwks '' 'keep no keys for it: fetch them from it again'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('oidc-provider')
      ;;
    'provider oidc delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('oidc-provider*')
      ;;
    'provider oidc tag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('oidc-provider' 'none*')
      ;;
    'provider oidc untag')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('oidc-provider' 'none*')
      ;;
    'provider oidc list-tags')
      _iamctl_places=('oidc-provider')
      ;;
    'federation')
      _iamctl_commands=(
        'issuer:Run an OpenID Connect and a SAML provider for tests, on this machine alone.'
      )
      ;;
    'federation issuer')
      _iamctl_options=(
        --listen 'none' 'a loopback address; no other is taken'
        --port 'none' '0 takes one that is free'
        --client-id 'none' 'a client that tokens are for, else for-tests; may be given again'
        --redirect-uri 'none' 'where answers may go, besides this machine; may be given again'
        --saml-role 'none' 'what SAML responses offer; may be given again'
        --claim 'none' 'what every token says too, JSON or text; may be given again'
        --sign-in-as 'none' 'who signs in without a form being shown'
        --ca-out 'file' 'a new file for the authority that clients are to trust, PEM'
        --admin-token-out 'file' 'a new file for the admin token, which is not printed then'
        --for 'none' 'stop after so long; without it, by Ctrl-C or SIGTERM'
      )
      ;;
    'broker')
      _iamctl_commands=(
        'serve:Serve a broker: people of a company, known by what they already have, become roles.'
        'login:Become a role through a company'\''s broker, known by what one already has.'
        'test:Show which rule of a broker'\''s file fits a person, and what they would get; nothing is issued.'
        'issued:List what brokers handed out: to whom, through what, which role, until when.'
      )
      ;;
    'broker serve')
      _iamctl_options=(
        --listen 'none' 'an IP address of this machine'
        --port 'none' '0 takes one that is free'
        --tls-cert 'file' 'the certificate with its chain, PEM'
        --tls-key 'file' 'its private key, PEM'
        --check '' 'read the file, show its rules, and serve nothing'
      )
      _iamctl_places=('file')
      ;;
    'broker login')
      _iamctl_options=(
        --user 'none' 'whose password is asked for'
        --password-stdin '' 'read the password from stdin, a line'
        --token-file 'file' 'an ID token for the broker; - for stdin'
        --oidc '' 'sign in with the company'\''s provider, in a browser'
        --by-proxy '' 'send nothing: the proxy before the broker knows who it is'
        --role 'role' 'which role, where there are several'
        --duration 'none' '15m to 12h, at most what the rule says'
        --format '=credential-process|env' 'how the credentials are written'
        --roles '' 'list the roles that there are, and take on none'
        --keep '' 'keep them, and use what was kept until five minutes before its end'
        --save-profile 'none' 'write an AWS profile that logs in by itself; it keeps what it gets'
        --ca-file 'file' 'an authority to trust too, PEM'
        --client-cert 'file' 'for a proxy that asks for one, PEM'
        --client-key 'file' 'its private key, PEM'
      )
      _iamctl_places=('none')
      ;;
    'broker test')
      _iamctl_options=(
        --as-user 'none' 'the person, as they sign in'
        --attribute 'none' 'what is known of them, in the place of what a directory says; may be given again'
        --role 'role' 'the role that they would ask for'
      )
      _iamctl_places=('file')
      ;;
    'broker issued')
      _iamctl_options=(
        --person 'none' 'only what this person got'
      )
      ;;
    'bootstrap')
      _iamctl_options=(
        --prune '' 'remove what the file does not name'
        --credentials-out 'file' 'write new credentials into a new file that only you can read'
        --credentials-format '=csv|json' 'csv or json; without it, what the file'\''s name ends with'
        --force '' 'replace the file of --credentials-out'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('file')
      ;;
    'import')
      _iamctl_commands=(
        'authorization-details:Import what `aws iam get-account-authorization-details` prints.'
      )
      ;;
    'import authorization-details')
      _iamctl_options=(
        --into 'none' 'take it into this account under its id'
        --on-conflict '=fail|skip|replace' 'what becomes of entities that the account has with other facts'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('file')
      ;;
    'export')
      _iamctl_commands=(
        'authorization-details:Export the account as `aws iam get-account-authorization-details` prints it.'
      )
      ;;
    'export authorization-details')
      _iamctl_options=(
        --filter '=User|Role|Group|LocalManagedPolicy|AWSManagedPolicy' 'only these; may be given again'
      )
      ;;
    'show')
      _iamctl_places=('anything')
      ;;
    'path')
      _iamctl_places=('anything')
      ;;
    'edit')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('anything')
      ;;
    'whoami')
      _iamctl_options=(
        --verbose '' 'also its kind, groups, policies and boundary, and its session'
        -v '' 'also its kind, groups, policies and boundary, and its session'
      )
      ;;
    'decide')
      _iamctl_options=(
        --no-account '' 'take nothing from an account: what a request leaves out is absent'
      )
      _iamctl_places=('file')
      ;;
    'check')
      _iamctl_commands=(
        'no-new-access:Check that a policy allows nothing that its former text does not.'
        'access-not-granted:Check that a policy allows none of some actions on some resources.'
        'no-public-access:Check that a resource'\''s policy lets in nobody whom it does not name.'
        'batch:Run checks from JSON Lines: one JSON line back for each, in order.'
      )
      ;;
    'check no-new-access')
      _iamctl_options=(
        --type '=identity|resource|trust' 'identity, resource or trust; else what the policies look like'
        --batch 'file' 'checks as JSON Lines instead; - for stdin'
        --format '=sarif' 'sarif: a log that code hosts read'
      )
      _iamctl_places=('none' 'none')
      ;;
    'check access-not-granted')
      _iamctl_options=(
        --action 'none' 'may have wildcards; given again, any of them; else every one'
        --resource 'none' 'may have wildcards; given again, any of them; else every one'
        --type '=identity|resource|trust' 'identity, resource or trust; else what the policies look like'
        --batch 'file' 'checks as JSON Lines instead; - for stdin'
        --format '=sarif' 'sarif: a log that code hosts read'
      )
      _iamctl_places=('policy')
      ;;
    'check no-public-access')
      _iamctl_options=(
        --type 'none' 'what it is the policy of: AWS::S3::Bucket, …'
        --batch 'file' 'checks as JSON Lines instead; - for stdin'
        --format '=sarif' 'sarif: a log that code hosts read'
      )
      _iamctl_places=('policy')
      ;;
    'check batch')
      _iamctl_places=('file')
      ;;
    'compare')
      _iamctl_options=(
        --for 'anything' 'a user or role: of accounts it alone; in policies it asks'
        --action 'none' 'only these, with wildcards; more than once'
        --resource 'none' 'only these, with wildcards; more than once'
        --level 'none' 'only known actions of this access level: write, tagging, …'
        --type '=identity|resource|trust' 'identity, resource or trust; else what the policies look like'
        --expect '=equal|narrower|wider|neither' 'exit status 0 if it is this, else 1: equal, narrower, …'
        --format '=markdown' 'markdown: tables for a pull request'
      )
      _iamctl_places=('none' 'none')
      ;;
    'can')
      _iamctl_options=(
        --context 'none' 'a context key; given again, the key has several values'
        --context-file 'file' 'context keys from a JSON or TOML file; - for stdin'
        --source-ip 'none' 'where the request comes from'
        --mfa '' 'the caller signed in with MFA'
        --at 'none' 'when the request comes; without it, now'
        --region 'none' 'the region that is called; else the resource'\''s'
        --resource-account 'none' 'whose the resource is; else whom its ARN names, or yours'
        --federated-by 'user' 'the user that a federated user'\''s session came from'
        --policy 'file' 'a draft, as if the caller had it too; may be given again'
        --without 'policy' 'as if the caller had not got this policy (its name or ARN)'
        --boundary 'file' 'a permissions boundary, in the place of the caller'\''s'
        --session-policy 'file' 'a session policy; may be given again'
        --resource-policy 'file' 'the resource'\''s policy, in the place of the one kept here'
        --scp 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --rcp 'file' 'resource control policies of one level, besides RCPFullAWSAccess'
        --revision 'revision' 'the account as it was right after this revision'
        --on 'none' 'the account as it was then; a day alone is its end'
        --expect '=allowed|denied' 'exit status 0 if every answer is this, else 1'
        --strict '' 'exit status 7 where the answer hangs on something that was not said'
      )
      _iamctl_places=('anything' 'none*')
      ;;
    'explain')
      _iamctl_options=(
        --context 'none' 'a context key; given again, the key has several values'
        --context-file 'file' 'context keys from a JSON or TOML file; - for stdin'
        --source-ip 'none' 'where the request comes from'
        --mfa '' 'the caller signed in with MFA'
        --at 'none' 'when the request comes; without it, now'
        --region 'none' 'the region that is called; else the resource'\''s'
        --resource-account 'none' 'whose the resource is; else whom its ARN names, or yours'
        --federated-by 'user' 'the user that a federated user'\''s session came from'
        --policy 'file' 'a draft, as if the caller had it too; may be given again'
        --without 'policy' 'as if the caller had not got this policy (its name or ARN)'
        --boundary 'file' 'a permissions boundary, in the place of the caller'\''s'
        --session-policy 'file' 'a session policy; may be given again'
        --resource-policy 'file' 'the resource'\''s policy, in the place of the one kept here'
        --scp 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --rcp 'file' 'resource control policies of one level, besides RCPFullAWSAccess'
        --revision 'revision' 'the account as it was right after this revision'
        --on 'none' 'the account as it was then; a day alone is its end'
        --expect '=allowed|denied' 'exit status 0 if every answer is this, else 1'
        --strict '' 'exit status 7 where the answer hangs on something that was not said'
      )
      _iamctl_places=('anything' 'none*')
      ;;
    'explain-assume')
      _iamctl_options=(
        --web-identity-token 'file' 'a token of an OpenID Connect provider; - for stdin'
        --saml-response 'file' 'a SAML response, in base64 as browsers post it, or XML; - for stdin'
        --saml-provider 'none' 'the SAML provider'\''s name or ARN; without it, by the issuer'
        --fetch-keys '' 'ask the token'\''s provider for its keys, where none are at hand'
        --session-name 'none' 'what the session is called; without it, as the user of this machine'
        --duration 'none' 'how long: 1h, 90m, 3600, or max'
        --session-policy 'file' 'what it is narrowed to, JSON or TOML: a file, - or the text itself'
        --policy-arn 'policy' 'a managed policy that narrows it: its name, ARN or unique id; may be given again'
        --tag 'none' 'a session tag; may be given again'
        --transitive 'none' 'a tag that sessions out of it get as well; may be given again'
        --source-identity 'none' 'who is behind it, for the whole chain'
        --external-id 'none' 'what the role'\''s owner agreed upon with you'
        --mfa '' 'as if a code of your MFA device came with the call'
      )
      _iamctl_places=('role')
      ;;
    'simulate')
      _iamctl_commands=(
        'principal:Simulate the policies of a user, group or role, as SimulatePrincipalPolicy does.'
        'custom:Simulate policies that are given, as SimulateCustomPolicy does.'
        'get-context-keys:List the context keys that policies ask for: a principal'\''s, given ones, or both.'
      )
      ;;
    'simulate principal')
      _iamctl_options=(
        --policy-source-arn 'none' 'the same, as the API calls it'
        --action-names 'none' 'an action, service:Name; may be given again'
        --policy-input-list 'file' 'a policy: a file, - or the text; may be given again'
        --permissions-boundary-policy-input-list 'file' 'the permissions boundary; one'
        --policy-exclusion-list 'none' 'a policy to leave out: PolicyArn=…, PolicyType=… or JSON; may be given again'
        --scp 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --ordered-organization-policy-input-list 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --resource-arns 'none' 'a resource; may be given again; without any, *'
        --resource-policy 'file' 'the policy of every resource'
        --trust-policy 'file' 'of the role that is assumed; AWS'\''s simulator takes none'
        --resource-owner 'none' 'the root of the account that resources without one belong to'
        --caller-arn 'none' 'the user, group or role that calls'
        --context-entries 'none' 'ContextKeyName=…,ContextKeyValues=…,ContextKeyType=… or JSON; may be given again'
        --resource-handling-option 'none' 'EC2-VPC-EBS and the like: what must be there'
      )
      _iamctl_places=('anything')
      ;;
    'simulate custom')
      _iamctl_options=(
        --policy-input-list 'file' 'a policy: a file, - or the text; may be given again'
        --action-names 'none' 'an action, service:Name; may be given again'
        --permissions-boundary-policy-input-list 'file' 'the permissions boundary; one'
        --scp 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --ordered-organization-policy-input-list 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --resource-arns 'none' 'a resource; may be given again; without any, *'
        --resource-policy 'file' 'the policy of every resource'
        --trust-policy 'file' 'of the role that is assumed; AWS'\''s simulator takes none'
        --resource-owner 'none' 'the root of the account that resources without one belong to'
        --caller-arn 'none' 'the user, group or role that calls'
        --context-entries 'none' 'ContextKeyName=…,ContextKeyValues=…,ContextKeyType=… or JSON; may be given again'
        --resource-handling-option 'none' 'EC2-VPC-EBS and the like: what must be there'
      )
      ;;
    'simulate get-context-keys')
      _iamctl_options=(
        --policy-input-list 'file' 'a policy: a file, - or the text; may be given again'
      )
      _iamctl_places=('anything')
      ;;
    'who-can')
      _iamctl_options=(
        --context 'none' 'a context key; given again, the key has several values'
        --context-file 'file' 'context keys from a JSON or TOML file; - for stdin'
        --source-ip 'none' 'where the request comes from'
        --mfa '' 'the caller signed in with MFA'
        --at 'none' 'when the request comes; without it, now'
        --region 'none' 'the region that is called; else the resource'\''s'
        --resource-account 'none' 'whose the resource is; else whom its ARN names, or yours'
        --resource-policy 'file' 'the resource'\''s policy, in the place of the one kept here'
        --scp 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --rcp 'file' 'resource control policies of one level, besides RCPFullAWSAccess'
        --revision 'revision' 'the account as it was right after this revision'
        --on 'none' 'the account as it was then; a day alone is its end'
      )
      _iamctl_places=('none' 'none')
      ;;
    'what-can')
      _iamctl_options=(
        --service 'none' 'only this service; may be given again'
        --resource 'none' 'only this resource; without it, all of the account'\''s'
        --level 'none' 'only actions of this access level: list, read, write, permissions-management or tagging; may be given again'
        --context 'none' 'a context key; given again, the key has several values'
        --context-file 'file' 'context keys from a JSON or TOML file; - for stdin'
        --source-ip 'none' 'where the request comes from'
        --mfa '' 'the caller signed in with MFA'
        --at 'none' 'when the request comes; without it, now'
        --region 'none' 'the region that is called; else the resource'\''s'
        --resource-account 'none' 'whose the resource is; else whom its ARN names, or yours'
        --federated-by 'user' 'the user that a federated user'\''s session came from'
        --policy 'file' 'a draft, as if the caller had it too; may be given again'
        --without 'policy' 'as if the caller had not got this policy (its name or ARN)'
        --boundary 'file' 'a permissions boundary, in the place of the caller'\''s'
        --session-policy 'file' 'a session policy; may be given again'
        --resource-policy 'file' 'the resource'\''s policy, in the place of the one kept here'
        --scp 'file' 'service control policies of one level, the root'\''s first: one, or a JSON list; may be given again'
        --rcp 'file' 'resource control policies of one level, besides RCPFullAWSAccess'
        --revision 'revision' 'the account as it was right after this revision'
        --on 'none' 'the account as it was then; a day alone is its end'
      )
      _iamctl_places=('anything')
      ;;
    'report')
      _iamctl_options=(
        --format '=html|markdown|json' 'html, markdown or json; else what FILE'\''s name says, or markdown'
        --out 'file' 'write it into a file, whole or not at all'
        --revisions 'none' 'how many of the latest changes to tell'
        --escalation '' 'look for ways to more; else up to 500 users and roles, as of many that takes minutes'
        --no-escalation '' 'look for ways to more; else up to 500 users and roles, as of many that takes minutes'
        --force '' 'replace the file if it is there'
      )
      ;;
    'audit')
      _iamctl_commands=(
        'escalation:Find every way for a user or role to reach more than it has, the shortest first.'
      )
      ;;
    'audit escalation')
      _iamctl_options=(
        --from 'anything' 'only this user or role: a name, ARN or unique id'
        --to 'none' 'only ways to this: admin, a user or role, or an action such as s3:GetObject'
        --paths 'none' 'paths for each principal at most; 0 is all'
        --format '=mermaid|dot|html' 'mermaid, dot, or html: a page by itself'
        --check '' 'exit status 1 if there is any path'
        --revision 'revision' 'the account as it was right after this revision'
        --on 'none' 'the account as it was then; a day alone is its end'
      )
      ;;
    'test')
      _iamctl_options=(
        --format '=tap|junit' 'for programs that run tests, in the place of a table'
        --coverage '' 'tell which statements and branches of conditions no case brings to bear'
        --mutate '' 'tell which edits of the policies no case would notice'
        --strict '' 'fail a case whose answer hangs on what it does not say'
      )
      _iamctl_places=('file*')
      ;;
    'guard')
      _iamctl_commands=(
        'list:List the account'\''s guards: what must always be true of its permissions.'
        'check:Prove each guard of the account, or show who gets through, with a request.'
        'explain:Show what a guard says, whom it does not mean, and everybody who gets through.'
      )
      ;;
    'guard list')
      ;;
    'guard check')
      _iamctl_places=('none*')
      ;;
    'guard explain')
      _iamctl_places=('none')
      ;;
    'history')
      _iamctl_commands=(
        'list:List the account'\''s revisions, newest first.'
        'show:Show a revision: its operations with their parameters, and the difference of every file.'
        'diff:Show how the account'\''s files differ between two revisions.'
        'verify:Check that the chain of revisions is whole and that every file is what it says.'
        'export:Write every revision with the texts of its files, oldest first, as JSON Lines.'
      )
      ;;
    'history list')
      _iamctl_options=(
        --limit 'none' 'at most this many, the newest ones'
      )
      ;;
    'history show')
      _iamctl_places=('revision')
      ;;
    'history diff')
      _iamctl_options=(
        --permissions '' 'show who gained and lost which permissions, not the files'
      )
      _iamctl_places=('revision' 'revision')
      ;;
    'history verify')
      ;;
    'history export')
      _iamctl_options=(
        --from 'revision' 'the first revision that is exported'
      )
      ;;
    'undo')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('revision')
      ;;
    'doctor')
      _iamctl_options=(
        --repair '' 'mend what can be mended without a decision'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      ;;
    'reference')
      _iamctl_commands=(
        'status:Show which tables of AWS are shipped, from where and of what day.'
        'service:Look up a service: its actions, resource types with their ARNs, condition keys.'
        'action:Look up actions: access level, resource types, condition keys, dependent actions.'
        'key:Look up a condition key: its type, and which actions name it.'
        'resource-type:Look up a resource type: its ARN, its condition keys, the actions on it.'
      )
      ;;
    'reference status')
      ;;
    'reference service')
      _iamctl_places=('none')
      ;;
    'reference action')
      _iamctl_places=('none*')
      ;;
    'reference key')
      _iamctl_places=('none')
      ;;
    'reference resource-type')
      _iamctl_places=('none')
      ;;
    'advise')
      _iamctl_options=(
        --who 'none' 'root, myself, person, people or application'
        --where 'none' 'people: company, other-account, mobile; an application: ec2, ecs, lambda, kubernetes, ci, on-premises, mobile, other-account, keys-only'
        --identity-system 'none' 'none, saml, oidc, ldap or own'
        --how-long 'none' 'how long access is needed at a stretch: 8h, 90m, 14d'
        --name 'none' 'a name for the user or role to be made; may be given again'
        --group 'group' 'the group that people'\''s permissions hang on'
        --policy 'policy' 'a managed policy it needs; may be given again'
        --provider-url 'none' 'an OpenID Connect issuer with https://, or a host such as accounts.google.com'
        --client-id 'none' 'whom its tokens are for; may be given again'
        --subject 'none' 'whom they speak of, with * and ?; may be given again'
        --provider-name 'none' 'a SAML provider'\''s name, of one there or to be made'
        --metadata 'file' 'the metadata of a SAML provider that is to be made'
        --from-account 'none' 'another account, 12 digits; may be given again'
        --external-id 'none' 'what a third party has to say'
        --apply '' 'run the commands, in one change'
        --credentials-out 'file' 'with --apply: new credentials into a new file, .csv or .json'
        --check '' 'find in the account what goes against the guidance'
        --recent 'none' 'with --check: what counts as in use, else 30d'
        --format '=sarif' 'with --check, sarif: a log that code hosts read'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      ;;
    'login')
      _iamctl_options=(
        --stdin '' 'read the password, and if need be an MFA code, from stdin, a line each'
        --duration 'none' 'how long it lasts: from 15m to 12h, which it is without; of a role as the role allows, or max'
        --mfa-serial 'none' 'which MFA device the code is of: its serial number or name; without it, any of the user'\''s'
        --oidc 'none' 'sign in at an OpenID Connect provider: its URL or ARN'
        --saml 'none' 'sign in at a SAML provider: its name or ARN'
        --role 'role' 'the role to take on; without it, of those that the sign-in gives'
        --device '' 'with --oidc: type a code in wherever there is a browser'
        --no-browser '' 'open no browser, only say where to go'
        --port 'none' 'where on 127.0.0.1 the browser brings the answer; without it, any, and 35001 with --saml'
        --client-id 'none' 'with --oidc: which client id; without it, the provider'\''s only one'
        --client-secret-file 'file' 'with --oidc: the client'\''s secret, - for stdin'
        --entity-id 'none' 'with --saml: who asks; without it, urn:amazon:webservices, as AWS does'
        --wait 'none' 'how long somebody may take to sign in'
      )
      _iamctl_places=('user')
      ;;
    'exec')
      _iamctl_options=(
        --duration 'none' 'how long the credentials last, such as 15m; without it, 12h of a user and 1h of a role'
        --session-name 'none' 'of a role'\''s session; without it, your name on this machine'
        --mfa-serial 'none' 'an MFA device of yours: serial number or name'
        --mfa-code 'none' 'its present code, which works once; or prompt'
        --mfa-code-stdin '' 'read the code from stdin'
        --instance-profile 'instance-profile' 'run it as on an instance that has the profile, as `iamctl instance exec` does'
      )
      _iamctl_places=('anything' 'none*')
      ;;
    'logout')
      _iamctl_options=(
        --all '' 'every login of yours, of whichever terminal or profile'
      )
      ;;
    'assume')
      _iamctl_options=(
        --session-name 'none' 'what the session is called; without it, as the user of this machine'
        --duration 'none' 'how long: 1h, 90m, 3600, or max'
        --session-policy 'file' 'what it is narrowed to, JSON or TOML: a file, - or the text itself'
        --policy-arn 'policy' 'a managed policy that narrows it: its name, ARN or unique id; may be given again'
        --tag 'none' 'a session tag; may be given again'
        --transitive 'none' 'a tag that sessions out of it get as well; may be given again'
        --source-identity 'none' 'who is behind it, for the whole chain'
        --external-id 'none' 'what the role'\''s owner agreed upon with you'
        --mfa-serial 'none' 'an MFA device of yours: serial number or name'
        --mfa-code 'none' 'its present code, which works once; or prompt'
        --mfa-code-stdin '' 'read the code from stdin'
        --no-cache '' 'have a session issued that is not kept, and look for none'
        --format 'none' 'the credentials as env, fish, powershell, json, dotenv, credential-process, profile'
        --save-profile 'none' 'write it as this profile into the AWS shared credentials file'
        --force '' 'replace the profile that has a long-term access key'
        --web-identity-token 'file' 'a token of an OpenID Connect provider; - for stdin'
        --provider-id 'none' 'the token is an access token of www.amazon.com or graph.facebook.com'
        --saml-response 'file' 'a SAML response, in base64 as browsers post it, or XML; - for stdin'
        --saml-provider 'none' 'the SAML provider'\''s name or ARN; without it, by the issuer'
        --list '' 'list the roles that you may take on'
      )
      _iamctl_places=('role' 'none*')
      ;;
    'creds')
      _iamctl_commands=(
        'report:Show how everybody'\''s credentials stand: AWS'\''s credential report, as CSV.'
        'check:Find credentials that should not stay as they are, and say what to do about each.'
        'session-token:Have a session of your own issued out of long-term credentials (GetSessionToken).'
        'federation-token:Have a session issued for somebody, within your own rights (GetFederationToken).'
        'process:Give a role'\''s credentials to an AWS client: what its credential_process reads.'
        'configure-profile:Have AWS clients get a role'\''s credentials from here: write a profile into the AWS config file.'
        'cache:Sessions that are kept for the next command.'
        'password:Console passwords: what persons sign in with.'
        'mfa:MFA devices: one-time codes that prove who signs in.'
        'ssh-key:SSH public keys: what users sign in to CodeCommit with.'
        'service-specific:Service-specific credentials: a password or an API key for one service.'
        'certificate:Signing certificates: X.509 certificates of users.'
        'session:Sessions that were issued: temporary credentials of roles and users.'
        'inspect:Tell whose a key id or a session token is, of which account, and whether it is alive; if not, why.'
        'revoke:Let every session of a role or user that was issued before now do nothing any more.'
        'rotate-session-key:Seal session tokens with a new key from now on.'
        'key:Access keys: what programs sign their requests with.'
      )
      ;;
    'creds report')
      _iamctl_options=(
        --out 'file' 'write it into a new file that only you can read'
        --force '' 'replace the file, or the profile that has another'\''s key'
      )
      ;;
    'creds check')
      _iamctl_options=(
        --max-age 'none' 'from when on a key or a password is old: 90d, 2160h'
        --unused 'none' 'from when on what was not used is unused: 90d, 2160h'
        --format '=sarif' 'sarif: a log that code hosts read'
      )
      _iamctl_places=('none*')
      ;;
    'creds session-token')
      _iamctl_options=(
        --duration 'none' 'how long: 1h, 90m, 3600, or max'
        --mfa-serial 'none' 'an MFA device of yours: serial number or name'
        --mfa-code 'none' 'its present code, which works once; or prompt'
        --mfa-code-stdin '' 'read the code from stdin'
        --format 'none' 'the credentials as env, fish, powershell, json, dotenv, credential-process, profile'
        --save-profile 'none' 'write it as this profile into the AWS shared credentials file'
        --force '' 'replace the profile that has a long-term access key'
      )
      ;;
    'creds federation-token')
      _iamctl_options=(
        --duration 'none' 'how long: 1h, 90m, 3600, or max'
        --session-policy 'file' 'what it is narrowed to, JSON or TOML: a file, - or the text itself'
        --policy-arn 'policy' 'a managed policy that narrows it: its name, ARN or unique id; may be given again'
        --tag 'none' 'a session tag; may be given again'
        --format 'none' 'the credentials as env, fish, powershell, json, dotenv, credential-process, profile'
        --save-profile 'none' 'write it as this profile into the AWS shared credentials file'
        --force '' 'replace the profile that has a long-term access key'
      )
      _iamctl_places=('anything')
      ;;
    'creds process')
      _iamctl_options=(
        --role 'role' 'a role'\''s name or ARN'
        --session-name 'none' 'what the session is called; without it, as the user of this machine'
        --duration 'none' 'how long: 1h, 90m, 3600, or max'
        --session-policy 'file' 'what it is narrowed to, JSON or TOML: a file, - or the text itself'
        --policy-arn 'policy' 'a managed policy that narrows it: its name, ARN or unique id; may be given again'
        --tag 'none' 'a session tag; may be given again'
        --transitive 'none' 'a tag that sessions out of it get as well; may be given again'
        --source-identity 'none' 'who is behind it, for the whole chain'
        --external-id 'none' 'what the role'\''s owner agreed upon with you'
        --mfa-serial 'none' 'an MFA device of yours: serial number or name'
        --mfa-code 'none' 'its present code, which works once; or prompt'
        --mfa-code-stdin '' 'read the code from stdin'
        --no-cache '' 'have a session issued that is not kept, and look for none'
      )
      ;;
    'creds configure-profile')
      _iamctl_options=(
        --role 'role' 'a role'\''s name or ARN'
        --session-name 'none' 'what the session is called; without it, as the user of this machine'
        --duration 'none' 'how long: 1h, 90m, 3600, or max'
        --session-policy 'file' 'what it is narrowed to, JSON or TOML: a file, - or the text itself'
        --policy-arn 'policy' 'a managed policy that narrows it: its name, ARN or unique id; may be given again'
        --tag 'none' 'a session tag; may be given again'
        --transitive 'none' 'a tag that sessions out of it get as well; may be given again'
        --source-identity 'none' 'who is behind it, for the whole chain'
        --external-id 'none' 'what the role'\''s owner agreed upon with you'
        --mfa-serial 'none' 'an MFA device of yours: serial number or name'
        --force '' 'replace another program'\''s credential_process'
      )
      _iamctl_places=('anything')
      ;;
    'creds cache')
      _iamctl_commands=(
        'list:List the sessions that are kept for the next command, without their secrets.'
        'clear:Forget the sessions that are kept for the next command.'
      )
      ;;
    'creds cache list')
      ;;
    'creds cache clear')
      _iamctl_options=(
        --role 'role' 'only sessions of this role: its name or a session'\''s ARN'
      )
      ;;
    'creds password')
      _iamctl_commands=(
        'set:Set a user'\''s console password, the first or another.'
        'generate:Set a console password by lot; it is shown this once.'
        'change:Change a password by who knows it.'
        'delete:Delete a user'\''s console password; its access keys stay.'
        'expire:Have a user choose another password at the next sign-in.'
      )
      ;;
    'creds password set')
      _iamctl_options=(
        --stdin '' 'read it from stdin, a line each'
        --reset-required '' 'it only serves to choose another; without either, a password that is there stays as it is'
        --no-reset-required '' 'it only serves to choose another; without either, a password that is there stays as it is'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'creds password generate')
      _iamctl_options=(
        --reset-required '' 'it only serves to choose another; without either, a password that is there stays as it is'
        --no-reset-required '' 'it only serves to choose another; without either, a password that is there stays as it is'
        --out 'file' 'write it into a new file that only you can read'
        --force '' 'replace the file, or the profile that has another'\''s key'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'creds password change')
      _iamctl_options=(
        --stdin '' 'read it from stdin, a line each'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'creds password delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'creds password expire')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'creds mfa')
      _iamctl_commands=(
        'enable:Enable a virtual MFA device by two consecutive codes.'
        'list:List a user'\''s MFA devices, or all of the account.'
        'resync:Learn how far an MFA device'\''s clock is off, from two consecutive codes.'
        'disable:Take an MFA device from its owner, and delete it with its seed.'
      )
      ;;
    'creds mfa enable')
      _iamctl_options=(
        --name 'none' 'the device'\''s name; without it, its owner'\''s'
        --path 'none' 'begins and ends with /'
        --tag 'none' 'tag it; may be given again'
        --start '' 'only make the device and hand over its seed'
        --stdin '' 'read both codes from stdin, a line each'
        --code 'none' 'one of the two codes, the older first; say it twice'
        --out 'file' 'write it into a new file that only you can read'
        --force '' 'replace the file, or the profile that has another'\''s key'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'creds mfa list')
      _iamctl_options=(
        --virtual '' 'list the account'\''s devices, whosoever they are'
        --assignment-status 'none' 'with --virtual: Assigned, Unassigned or Any'
      )
      _iamctl_places=('user')
      ;;
    'creds mfa resync')
      _iamctl_options=(
        --stdin '' 'read both codes from stdin, a line each'
        --code 'none' 'one of the two codes, the older first; say it twice'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'creds mfa disable')
      _iamctl_options=(
        --keep '' 'only take it from its owner; it can be enabled again'
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'creds ssh-key')
      _iamctl_commands=(
        'upload:Give a user an SSH public key, for CodeCommit.'
        'list:List a user'\''s SSH public keys.'
        'get:Show an SSH public key of a user, with its fingerprint.'
        'update:Make an SSH public key active or inactive.'
        'delete:Take an SSH public key from a user.'
      )
      ;;
    'creds ssh-key upload')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'file')
      ;;
    'creds ssh-key list')
      _iamctl_places=('user')
      ;;
    'creds ssh-key get')
      _iamctl_options=(
        --encoding '=SSH|PEM' 'SSH or PEM'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds ssh-key update')
      _iamctl_options=(
        --status '=Active|Inactive' 'Active or Inactive'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds ssh-key delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds service-specific')
      _iamctl_commands=(
        'create:Give a user a credential for one service; its secret is shown this once.'
        'list:List a user'\''s service-specific credentials, without their secrets.'
        'reset:Give a service-specific credential another secret; it is shown this once.'
        'update:Make a service-specific credential active or inactive.'
        'delete:Delete a service-specific credential with its secret, which no undo brings back.'
      )
      ;;
    'creds service-specific create')
      _iamctl_options=(
        --age 'none' 'after how many days it expires, 1-36600'
        --out 'file' 'write it into a new file that only you can read'
        --force '' 'replace the file, or the profile that has another'\''s key'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none' 'none')
      ;;
    'creds service-specific list')
      _iamctl_options=(
        --service 'none' 'only those for this service'
      )
      _iamctl_places=('user')
      ;;
    'creds service-specific reset')
      _iamctl_options=(
        --out 'file' 'write it into a new file that only you can read'
        --force '' 'replace the file, or the profile that has another'\''s key'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds service-specific update')
      _iamctl_options=(
        --status '=Active|Inactive' 'Active or Inactive'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds service-specific delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds certificate')
      _iamctl_commands=(
        'upload:Give a user a signing certificate.'
        'list:List a user'\''s signing certificates.'
        'update:Make a signing certificate active or inactive.'
        'delete:Take a signing certificate from a user.'
      )
      ;;
    'creds certificate upload')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'file')
      ;;
    'creds certificate list')
      _iamctl_places=('user')
      ;;
    'creds certificate update')
      _iamctl_options=(
        --status '=Active|Inactive' 'Active or Inactive'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds certificate delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user' 'none')
      ;;
    'creds session')
      _iamctl_commands=(
        'list:List the sessions that are alive, the newest first.'
        'show:Show a session: whose it is, from what, until when and why, and what it may do after every narrowing.'
        'revoke:End sessions for good, and every session that came out of them.'
      )
      ;;
    'creds session list')
      _iamctl_options=(
        --all '' 'also those that are over, for 90 days, and why they are'
      )
      _iamctl_places=('anything')
      ;;
    'creds session show')
      _iamctl_options=(
        --service 'none' 'what it may do of this service alone; again'
      )
      _iamctl_places=('none')
      ;;
    'creds session revoke')
      _iamctl_options=(
        --of 'anything' 'all sessions of a user, a role, root, or a role session'\''s ARN'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
        --dry-run '' 'show what would change, and change nothing'
      )
      _iamctl_places=('none*')
      ;;
    'creds inspect')
      _iamctl_places=('none')
      ;;
    'creds revoke')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('anything')
      ;;
    'creds rotate-session-key')
      _iamctl_options=(
        --end-all '' 'end every session that there is: the older keys go at once'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
        --dry-run '' 'show what would change, and change nothing'
      )
      ;;
    'creds key')
      _iamctl_commands=(
        'create:Create an access key; its secret is shown this once.'
        'list:List a user'\''s access keys, without their secrets.'
        'rotate:Put a new access key in the place of the one that a user has.'
        'activate:Accept an access key again.'
        'deactivate:Accept an access key no longer; it can be activated again.'
        'delete:Delete an access key with its secret; no undo brings the secret back.'
        'last-used:Show when an access key was last used, for which service and where.'
      )
      ;;
    'creds key create')
      _iamctl_options=(
        --save-profile 'none' 'write it as this profile into the AWS shared credentials file'
        --out 'file' 'write it into a new file that only you can read'
        --force '' 'replace the file, or the profile that has another'\''s key'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'creds key list')
      _iamctl_places=('user')
      ;;
    'creds key rotate')
      _iamctl_options=(
        --grace 'none' 'how long the old key is accepted yet: 24h, 90m, 7d'
        --keep-old '' 'accept the old key until `--finish`'
        --finish '' 'delete the older of two keys, a rotation'\''s old one'
        --save-profile 'none' 'write it as this profile into the AWS shared credentials file'
        --out 'file' 'write it into a new file that only you can read'
        --force '' 'replace the file, or the profile that has another'\''s key'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('user')
      ;;
    'creds key activate')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'creds key deactivate')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'creds key delete')
      _iamctl_options=(
        --ignore-missing '' 'succeed when there is nothing to take away'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('none')
      ;;
    'creds key last-used')
      _iamctl_places=('none')
      ;;
    'vault')
      _iamctl_commands=(
        'status:Show the vault: who has its data key, how many secrets it holds, and whether each of them opens.'
        'rekey:Seal every secret anew under a new data key.'
      )
      ;;
    'vault status')
      ;;
    'vault rekey')
      _iamctl_options=(
        --to '=keyring|passphrase|file' 'who has the new key; without it, who has it now'
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      ;;
    'completion')
      _iamctl_commands=(
        'show:Print the completion script for a shell.'
        'install:Put the completion script where a shell finds it for its user.'
      )
      ;;
    'completion show')
      _iamctl_places=('=bash|zsh|fish|powershell')
      ;;
    'completion install')
      _iamctl_options=(
        --dry-run '' 'show what would change, and change nothing'
        --yes '' 'go ahead without asking'
        -y '' 'go ahead without asking'
      )
      _iamctl_places=('=bash|zsh|fish|powershell')
      ;;
  esac
}

# What the option takes: a kind, or nothing for a flag.
_iamctl_kind() {
  local flag takes help
  kind=
  for flag takes help in "${_iamctl_options[@]}" "${_iamctl_common[@]}"; do
    if [[ $flag == "$1" ]]; then
      kind=$takes
      return
    fi
  done
}

# Offer what a place of this kind takes.
_iamctl_offer() {
  case $1 in
    none) _message 'a value' ;;
    file) _files ;;
    folder) _files -/ ;;
    '='*) compadd -- "${(@s:|:)1#=}" ;;
    *)
      local -a names
      names=(${(f)"$("$program" --complete-names "$1" "${(Q)PREFIX}" "${(@Q)words[2,-1]}" 2>/dev/null)"})
      compadd -a names
      ;;
  esac
}

_iamctl() {
  local -a _iamctl_commands _iamctl_options _iamctl_places offered
  local at='' kind='' skip='' word flag takes help place program=iamctl
  local -i position=0
  [[ $words[1] == */* && -x $words[1] ]] && program=$words[1]
  _iamctl_node ''
  for word in "${(@)words[2,CURRENT-1]}"; do
    if [[ -n $skip ]]; then
      skip=
    elif [[ $word == -* ]]; then
      _iamctl_kind "$word"
      skip=$kind
    elif (( ${_iamctl_commands[(I)$word:*]} )); then
      at="${at:+$at }$word"
      _iamctl_node "$at"
    else
      (( position += 1 ))
    fi
  done
  if [[ -n $skip ]]; then
    _iamctl_offer "$skip"
  elif [[ $PREFIX == --*=* ]]; then
    _iamctl_kind "${PREFIX%%=*}"
    compset -P '*='
    [[ -n $kind ]] && _iamctl_offer "$kind"
  elif [[ $PREFIX == -* ]]; then
    for flag takes help in "${_iamctl_options[@]}" "${_iamctl_common[@]}"; do
      offered+=("$flag:$help")
    done
    _describe -o 'option' offered
  elif (( ${#_iamctl_commands} )); then
    _describe -t commands 'command' _iamctl_commands
  else
    for place in "${_iamctl_places[@]}"; do
      if (( position == 0 )) || [[ $place == *'*' ]]; then
        _iamctl_offer "${place%'*'}"
        return
      fi
      (( position -= 1 ))
    done
    _message 'no more arguments'
  fi
}

if [[ $funcstack[1] == _iamctl ]]; then
  _iamctl "$@"
else
  compdef _iamctl iamctl
fi
