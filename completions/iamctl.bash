# bash completion for iamctl, generated from its command tree by `iamctl completion show bash`.

_iamctl_common='--account:account --data-dir:folder --as:user --profile:none --allow-lock-out --deny-new-access --override-guard:none --output:=table|json|jsonl|yaml|tsv|toml|name -o:=table|json|jsonl|yaml|tsv|toml|name --json --query:none --no-header --color:=auto|always|never --no-input --quiet -q --lock-timeout:none --passphrase-file:file --passphrase-stdin --debug -h --help'

# What stands at these words; options and places with the kind of what each takes, `*` for the rest.
_iamctl_node() {
    commands= options= places=
    case $1 in
        '')
            commands='init account user group role policy resource-policy instance-profile instance provider federation broker bootstrap import export show path edit whoami decide check compare can explain explain-assume simulate who-can what-can report audit test guard history undo doctor reference advise login exec logout assume creds vault completion'
            options='--version -V'
            ;;
        'init')
            options='--account-id:none --alias:none --root-email:none --vault-key:=keyring|passphrase|file --if-not-exists --dry-run --yes -y'
            ;;
        'account')
            commands='list show use summary delete alias password-policy'
            ;;
        'account list')
            ;;
        'account show')
            places='account'
            ;;
        'account use')
            options='--dry-run --yes -y'
            places='account'
            ;;
        'account summary')
            ;;
        'account delete')
            options='--ignore-missing --dry-run --yes -y'
            places='account'
            ;;
        'account alias')
            commands='set delete'
            ;;
        'account alias set')
            options='--dry-run --yes -y'
            places='none'
            ;;
        'account alias delete')
            options='--ignore-missing --dry-run --yes -y'
            places='none'
            ;;
        'account password-policy')
            commands='show set delete'
            ;;
        'account password-policy show')
            ;;
        'account password-policy set')
            options='--minimum-password-length:none --require-symbols --no-require-symbols --require-numbers --no-require-numbers --require-uppercase-characters --no-require-uppercase-characters --require-lowercase-characters --no-require-lowercase-characters --allow-users-to-change-password --no-allow-users-to-change-password --max-password-age:none --password-reuse-prevention:none --hard-expiry --no-hard-expiry --dry-run --yes -y'
            ;;
        'account password-policy delete')
            options='--ignore-missing --dry-run --yes -y'
            ;;
        'user')
            commands='create get list update delete tag untag list-tags list-groups add-to-group remove-from-group clone copy-permissions attach-policy detach-policy list-attached-policies put-policy get-policy delete-policy list-policies set-boundary delete-boundary'
            ;;
        'user create')
            options='--path:none --group:group --attach-policy:policy --permissions-boundary:policy --tag:none --if-not-exists --dry-run --yes -y'
            places='none*'
            ;;
        'user get')
            places='user*'
            ;;
        'user list')
            options='--path-prefix:none'
            ;;
        'user update')
            options='--new-user-name:none --new-name:none --new-path:none --dry-run --yes -y'
            places='user'
            ;;
        'user delete')
            options='--force --ignore-missing --dry-run --yes -y'
            places='user*'
            ;;
        'user tag')
            options='--dry-run --yes -y'
            places='user none*'
            ;;
        'user untag')
            options='--dry-run --yes -y'
            places='user none*'
            ;;
        'user list-tags')
            places='user'
            ;;
        'user list-groups')
            places='user'
            ;;
        'user add-to-group')
            options='--dry-run --yes -y'
            places='user group*'
            ;;
        'user remove-from-group')
            options='--ignore-missing --dry-run --yes -y'
            places='user group*'
            ;;
        'user clone')
            options='--path:none --no-tags --if-not-exists --dry-run --yes -y'
            places='user none*'
            ;;
        'user copy-permissions')
            options='--replace --only:none --dry-run --yes -y'
            places='user user*'
            ;;
        'user attach-policy')
            options='--dry-run --yes -y'
            places='user policy*'
            ;;
        'user detach-policy')
            options='--ignore-missing --dry-run --yes -y'
            places='user policy*'
            ;;
        'user list-attached-policies')
            options='--path-prefix:none'
            places='user'
            ;;
        'user put-policy')
            options='--policy-document:file --document:file --dry-run --yes -y'
            places='user none'
            ;;
        'user get-policy')
            places='user none'
            ;;
        'user delete-policy')
            options='--ignore-missing --dry-run --yes -y'
            places='user none*'
            ;;
        'user list-policies')
            places='user'
            ;;
        'user set-boundary')
            options='--dry-run --yes -y'
            places='user policy'
            ;;
        'user delete-boundary')
            options='--ignore-missing --dry-run --yes -y'
            places='user'
            ;;
        'group')
            commands='create get list update delete add-user remove-user move-user attach-policy detach-policy list-attached-policies put-policy get-policy delete-policy list-policies'
            ;;
        'group create')
            options='--path:none --attach-policy:policy --if-not-exists --dry-run --yes -y'
            places='none*'
            ;;
        'group get')
            places='group'
            ;;
        'group list')
            options='--path-prefix:none'
            ;;
        'group update')
            options='--new-group-name:none --new-name:none --new-path:none --dry-run --yes -y'
            places='group'
            ;;
        'group delete')
            options='--force --ignore-missing --dry-run --yes -y'
            places='group*'
            ;;
        'group add-user')
            options='--dry-run --yes -y'
            places='group user*'
            ;;
        'group remove-user')
            options='--ignore-missing --dry-run --yes -y'
            places='group user*'
            ;;
        'group move-user')
            options='--from:group --to:group --dry-run --yes -y'
            places='user*'
            ;;
        'group attach-policy')
            options='--dry-run --yes -y'
            places='group policy*'
            ;;
        'group detach-policy')
            options='--ignore-missing --dry-run --yes -y'
            places='group policy*'
            ;;
        'group list-attached-policies')
            options='--path-prefix:none'
            places='group'
            ;;
        'group put-policy')
            options='--policy-document:file --document:file --dry-run --yes -y'
            places='group none'
            ;;
        'group get-policy')
            places='group none'
            ;;
        'group delete-policy')
            options='--ignore-missing --dry-run --yes -y'
            places='group none*'
            ;;
        'group list-policies')
            places='group'
            ;;
        'role')
            commands='create get list update delete tag untag list-tags list-instance-profiles trust attach-policy detach-policy list-attached-policies put-policy get-policy delete-policy list-policies set-boundary delete-boundary'
            ;;
        'role create')
            options='--trust-policy:file --assume-role-policy-document:file --trust-service:none --trust-account:none --trust-user:user --trust-role:role --external-id:none --require-mfa --trust-saml:saml-provider --trust-oidc:oidc-provider --audience:none --subject:none --description:none --max-session-duration:none --path:none --permissions-boundary:policy --attach-policy:policy --tag:none --if-not-exists --dry-run --yes -y'
            places='none*'
            ;;
        'role get')
            places='role*'
            ;;
        'role list')
            options='--path-prefix:none'
            ;;
        'role update')
            options='--description:none --max-session-duration:none --dry-run --yes -y'
            places='role'
            ;;
        'role delete')
            options='--force --ignore-missing --dry-run --yes -y'
            places='role*'
            ;;
        'role tag')
            options='--dry-run --yes -y'
            places='role none*'
            ;;
        'role untag')
            options='--dry-run --yes -y'
            places='role none*'
            ;;
        'role list-tags')
            places='role'
            ;;
        'role list-instance-profiles')
            places='role'
            ;;
        'role trust')
            commands='show set'
            ;;
        'role trust show')
            places='role'
            ;;
        'role trust set')
            options='--trust-policy:file --assume-role-policy-document:file --trust-service:none --trust-account:none --trust-user:user --trust-role:role --external-id:none --require-mfa --trust-saml:saml-provider --trust-oidc:oidc-provider --audience:none --subject:none --dry-run --yes -y'
            places='role'
            ;;
        'role attach-policy')
            options='--dry-run --yes -y'
            places='role policy*'
            ;;
        'role detach-policy')
            options='--ignore-missing --dry-run --yes -y'
            places='role policy*'
            ;;
        'role list-attached-policies')
            options='--path-prefix:none'
            places='role'
            ;;
        'role put-policy')
            options='--policy-document:file --document:file --dry-run --yes -y'
            places='role none'
            ;;
        'role get-policy')
            places='role none'
            ;;
        'role delete-policy')
            options='--ignore-missing --dry-run --yes -y'
            places='role none*'
            ;;
        'role list-policies')
            places='role'
            ;;
        'role set-boundary')
            options='--dry-run --yes -y'
            places='role policy'
            ;;
        'role delete-boundary')
            options='--ignore-missing --dry-run --yes -y'
            places='role'
            ;;
        'policy')
            commands='create get list delete tag untag list-tags list-entities validate fmt minify from-access refactor shrink version'
            ;;
        'policy create')
            options='--policy-document:file --document:file --path:none --description:none --tag:none --if-not-exists --dry-run --yes -y'
            places='none'
            ;;
        'policy get')
            places='policy*'
            ;;
        'policy list')
            options='--scope:=Local|AWS|All --only-attached --path-prefix:none --policy-usage-filter:=PermissionsPolicy|PermissionsBoundary'
            ;;
        'policy delete')
            options='--force --ignore-missing --dry-run --yes -y'
            places='policy*'
            ;;
        'policy tag')
            options='--dry-run --yes -y'
            places='policy none*'
            ;;
        'policy untag')
            options='--dry-run --yes -y'
            places='policy none*'
            ;;
        'policy list-tags')
            places='policy'
            ;;
        'policy list-entities')
            options='--entity-filter:=User|Role|Group --path-prefix:none --policy-usage-filter:=PermissionsPolicy|PermissionsBoundary'
            places='policy'
            ;;
        'policy validate')
            options='--type:=identity|managed|trust|resource|boundary|session|scp|rcp --all --fail-on:=error|security-warning|warning|suggestion --format:=sarif'
            places='file*'
            ;;
        'policy fmt')
            options='--check --write --indent:none'
            places='file*'
            ;;
        'policy minify')
            options='--type:=identity|managed|trust|resource|boundary|session|scp|rcp'
            places='file'
            ;;
        'policy from-access')
            options='--dependent --no-dependent'
            places='file'
            ;;
        'policy refactor')
            options='--apply --keep:policy --shared --aws-covers --into:=inline|managed --name:none'
            places='none'
            ;;
        'policy shrink')
            options='--used:file --resources --document'
            places='=POLICY|PRINCIPAL'
            ;;
        'policy version')
            commands='create get list set-default delete'
            ;;
        'policy version create')
            options='--policy-document:file --document:file --set-as-default --dry-run --yes -y'
            places='policy'
            ;;
        'policy version get')
            places='policy none'
            ;;
        'policy version list')
            places='policy'
            ;;
        'policy version set-default')
            options='--dry-run --yes -y'
            places='policy none'
            ;;
        'policy version delete')
            options='--ignore-missing --dry-run --yes -y'
            places='policy none*'
            ;;
        'resource-policy')
            commands='put get list delete'
            ;;
        'resource-policy put')
            options='--policy-document:file --document:file --dry-run --yes -y'
            places='none'
            ;;
        'resource-policy get')
            places='none'
            ;;
        'resource-policy list')
            ;;
        'resource-policy delete')
            options='--ignore-missing --dry-run --yes -y'
            places='none*'
            ;;
        'instance-profile')
            commands='create get list delete add-role remove-role tag untag list-tags'
            ;;
        'instance-profile create')
            options='--path:none --tag:none --if-not-exists --dry-run --yes -y'
            places='none*'
            ;;
        'instance-profile get')
            places='instance-profile*'
            ;;
        'instance-profile list')
            options='--path-prefix:none'
            ;;
        'instance-profile delete')
            options='--force --ignore-missing --dry-run --yes -y'
            places='instance-profile*'
            ;;
        'instance-profile add-role')
            options='--dry-run --yes -y'
            places='instance-profile role'
            ;;
        'instance-profile remove-role')
            options='--ignore-missing --dry-run --yes -y'
            places='instance-profile role'
            ;;
        'instance-profile tag')
            options='--dry-run --yes -y'
            places='instance-profile none*'
            ;;
        'instance-profile untag')
            options='--dry-run --yes -y'
            places='instance-profile none*'
            ;;
        'instance-profile list-tags')
            places='instance-profile'
            ;;
        'instance')
            commands='launch exec'
            ;;
        'instance launch')
            options='--port:none --listen:none --allow-host:none --id:none --region:none --imds:=v2|v1-allowed --hop-limit:none --container-token-file:file --for:none'
            places='instance-profile'
            ;;
        'instance exec')
            options='--through:=imds|container|pod-identity --id:none --region:none --imds:=v2|v1-allowed'
            places='instance-profile none*'
            ;;
        'provider')
            commands='saml oidc'
            ;;
        'provider saml')
            commands='create get list update delete tag untag list-tags'
            ;;
        'provider saml create')
            options='--saml-metadata-document:file --metadata:file --add-private-key:file --assertion-encryption-mode:=Required|Allowed --strict --no-strict --allow-sha1 --no-allow-sha1 --tag:none --if-not-exists --dry-run --yes -y'
            places='none'
            ;;
        'provider saml get')
            places='saml-provider'
            ;;
        'provider saml list')
            ;;
        'provider saml update')
            options='--saml-metadata-document:file --metadata:file --add-private-key:file --remove-private-key:none --assertion-encryption-mode:=Required|Allowed --strict --no-strict --allow-sha1 --no-allow-sha1 --dry-run --yes -y'
            places='saml-provider'
            ;;
        'provider saml delete')
            options='--ignore-missing --dry-run --yes -y'
            places='saml-provider*'
            ;;
        'provider saml tag')
            options='--dry-run --yes -y'
            places='saml-provider none*'
            ;;
        'provider saml untag')
            options='--dry-run --yes -y'
            places='saml-provider none*'
            ;;
        'provider saml list-tags')
            places='saml-provider'
            ;;
        'provider oidc')
            commands='create get list update delete tag untag list-tags'
            ;;
        'provider oidc create')
            options='--client-id-list:none --client-id:none --thumbprint-list:none --thumbprint:none --jwks:file --tag:none --if-not-exists --dry-run --yes -y'
            places='none'
            ;;
        'provider oidc get')
            places='oidc-provider'
            ;;
        'provider oidc list')
            ;;
        'provider oidc update')
            options='--add-client-id:none --remove-client-id:none --thumbprint-list:none --thumbprint:none --jwks:file --remove-jwks --dry-run --yes -y'
            places='oidc-provider'
            ;;
        'provider oidc delete')
            options='--ignore-missing --dry-run --yes -y'
            places='oidc-provider*'
            ;;
        'provider oidc tag')
            options='--dry-run --yes -y'
            places='oidc-provider none*'
            ;;
        'provider oidc untag')
            options='--dry-run --yes -y'
            places='oidc-provider none*'
            ;;
        'provider oidc list-tags')
            places='oidc-provider'
            ;;
        'federation')
            commands='issuer'
            ;;
        'federation issuer')
            options='--listen:none --port:none --client-id:none --redirect-uri:none --saml-role:none --claim:none --sign-in-as:none --ca-out:file --admin-token-out:file --for:none'
            ;;
        'broker')
            commands='serve login test issued'
            ;;
        'broker serve')
            options='--listen:none --port:none --tls-cert:file --tls-key:file --check'
            places='file'
            ;;
        'broker login')
            options='--user:none --password-stdin --token-file:file --oidc --by-proxy --role:role --duration:none --format:=credential-process|env --roles --keep --save-profile:none --ca-file:file --client-cert:file --client-key:file'
            places='none'
            ;;
        'broker test')
            options='--as-user:none --attribute:none --role:role'
            places='file'
            ;;
        'broker issued')
            options='--person:none'
            ;;
        'bootstrap')
            options='--prune --credentials-out:file --credentials-format:=csv|json --force --dry-run --yes -y'
            places='file'
            ;;
        'import')
            commands='authorization-details'
            ;;
        'import authorization-details')
            options='--into:none --on-conflict:=fail|skip|replace --dry-run --yes -y'
            places='file'
            ;;
        'export')
            commands='authorization-details'
            ;;
        'export authorization-details')
            options='--filter:=User|Role|Group|LocalManagedPolicy|AWSManagedPolicy'
            ;;
        'show')
            places='anything'
            ;;
        'path')
            places='anything'
            ;;
        'edit')
            options='--dry-run --yes -y'
            places='anything'
            ;;
        'whoami')
            options='--verbose -v'
            ;;
        'decide')
            options='--no-account'
            places='file'
            ;;
        'check')
            commands='no-new-access access-not-granted no-public-access batch'
            ;;
        'check no-new-access')
            options='--type:=identity|resource|trust --batch:file --format:=sarif'
            places='none none'
            ;;
        'check access-not-granted')
            options='--action:none --resource:none --type:=identity|resource|trust --batch:file --format:=sarif'
            places='policy'
            ;;
        'check no-public-access')
            options='--type:none --batch:file --format:=sarif'
            places='policy'
            ;;
        'check batch')
            places='file'
            ;;
        'compare')
            options='--for:anything --action:none --resource:none --level:none --type:=identity|resource|trust --expect:=equal|narrower|wider|neither --format:=markdown'
            places='none none'
            ;;
        'can')
            options='--context:none --context-file:file --source-ip:none --mfa --at:none --region:none --resource-account:none --federated-by:user --policy:file --without:policy --boundary:file --session-policy:file --resource-policy:file --scp:file --rcp:file --revision:revision --on:none --expect:=allowed|denied --strict'
            places='anything none*'
            ;;
        'explain')
            options='--context:none --context-file:file --source-ip:none --mfa --at:none --region:none --resource-account:none --federated-by:user --policy:file --without:policy --boundary:file --session-policy:file --resource-policy:file --scp:file --rcp:file --revision:revision --on:none --expect:=allowed|denied --strict'
            places='anything none*'
            ;;
        'explain-assume')
            options='--web-identity-token:file --saml-response:file --saml-provider:none --fetch-keys --session-name:none --duration:none --session-policy:file --policy-arn:policy --tag:none --transitive:none --source-identity:none --external-id:none --mfa'
            places='role'
            ;;
        'simulate')
            commands='principal custom get-context-keys'
            ;;
        'simulate principal')
            options='--policy-source-arn:none --action-names:none --policy-input-list:file --permissions-boundary-policy-input-list:file --policy-exclusion-list:none --scp:file --ordered-organization-policy-input-list:file --resource-arns:none --resource-policy:file --trust-policy:file --resource-owner:none --caller-arn:none --context-entries:none --resource-handling-option:none'
            places='anything'
            ;;
        'simulate custom')
            options='--policy-input-list:file --action-names:none --permissions-boundary-policy-input-list:file --scp:file --ordered-organization-policy-input-list:file --resource-arns:none --resource-policy:file --trust-policy:file --resource-owner:none --caller-arn:none --context-entries:none --resource-handling-option:none'
            ;;
        'simulate get-context-keys')
            options='--policy-input-list:file'
            places='anything'
            ;;
        'who-can')
            options='--context:none --context-file:file --source-ip:none --mfa --at:none --region:none --resource-account:none --resource-policy:file --scp:file --rcp:file --revision:revision --on:none'
            places='none none'
            ;;
        'what-can')
            options='--service:none --resource:none --level:none --context:none --context-file:file --source-ip:none --mfa --at:none --region:none --resource-account:none --federated-by:user --policy:file --without:policy --boundary:file --session-policy:file --resource-policy:file --scp:file --rcp:file --revision:revision --on:none'
            places='anything'
            ;;
        'report')
            options='--format:=html|markdown|json --out:file --revisions:none --escalation --no-escalation --force'
            ;;
        'audit')
            commands='escalation'
            ;;
        'audit escalation')
            options='--from:anything --to:none --paths:none --format:=mermaid|dot|html --check --revision:revision --on:none'
            ;;
        'test')
            options='--format:=tap|junit --coverage --mutate --strict'
            places='file*'
            ;;
        'guard')
            commands='list check explain'
            ;;
        'guard list')
            ;;
        'guard check')
            places='none*'
            ;;
        'guard explain')
            places='none'
            ;;
        'history')
            commands='list show diff verify export'
            ;;
        'history list')
            options='--limit:none'
            ;;
        'history show')
            places='revision'
            ;;
        'history diff')
            options='--permissions'
            places='revision revision'
            ;;
        'history verify')
            ;;
        'history export')
            options='--from:revision'
            ;;
        'undo')
            options='--dry-run --yes -y'
            places='revision'
            ;;
        'doctor')
            options='--repair --dry-run --yes -y'
            ;;
        'reference')
            commands='status service action key resource-type'
            ;;
        'reference status')
            ;;
        'reference service')
            places='none'
            ;;
        'reference action')
            places='none*'
            ;;
        'reference key')
            places='none'
            ;;
        'reference resource-type')
            places='none'
            ;;
        'advise')
            options='--who:none --where:none --identity-system:none --how-long:none --name:none --group:group --policy:policy --provider-url:none --client-id:none --subject:none --provider-name:none --metadata:file --from-account:none --external-id:none --apply --credentials-out:file --check --recent:none --format:=sarif --dry-run --yes -y'
            ;;
        'login')
            options='--stdin --duration:none --mfa-serial:none --oidc:none --saml:none --role:role --device --no-browser --port:none --client-id:none --client-secret-file:file --entity-id:none --wait:none'
            places='user'
            ;;
        'exec')
            options='--duration:none --session-name:none --mfa-serial:none --mfa-code:none --mfa-code-stdin --instance-profile:instance-profile'
            places='anything none*'
            ;;
        'logout')
            options='--all'
            ;;
        'assume')
            options='--session-name:none --duration:none --session-policy:file --policy-arn:policy --tag:none --transitive:none --source-identity:none --external-id:none --mfa-serial:none --mfa-code:none --mfa-code-stdin --no-cache --format:none --save-profile:none --force --web-identity-token:file --provider-id:none --saml-response:file --saml-provider:none --list'
            places='role none*'
            ;;
        'creds')
            commands='report check session-token federation-token process configure-profile cache password mfa ssh-key service-specific certificate session inspect revoke rotate-session-key key'
            ;;
        'creds report')
            options='--out:file --force'
            ;;
        'creds check')
            options='--max-age:none --unused:none --format:=sarif'
            places='none*'
            ;;
        'creds session-token')
            options='--duration:none --mfa-serial:none --mfa-code:none --mfa-code-stdin --format:none --save-profile:none --force'
            ;;
        'creds federation-token')
            options='--duration:none --session-policy:file --policy-arn:policy --tag:none --format:none --save-profile:none --force'
            places='anything'
            ;;
        'creds process')
            options='--role:role --session-name:none --duration:none --session-policy:file --policy-arn:policy --tag:none --transitive:none --source-identity:none --external-id:none --mfa-serial:none --mfa-code:none --mfa-code-stdin --no-cache'
            ;;
        'creds configure-profile')
            options='--role:role --session-name:none --duration:none --session-policy:file --policy-arn:policy --tag:none --transitive:none --source-identity:none --external-id:none --mfa-serial:none --force'
            places='anything'
            ;;
        'creds cache')
            commands='list clear'
            ;;
        'creds cache list')
            ;;
        'creds cache clear')
            options='--role:role'
            ;;
        'creds password')
            commands='set generate change delete expire'
            ;;
        'creds password set')
            options='--stdin --reset-required --no-reset-required --dry-run --yes -y'
            places='user'
            ;;
        'creds password generate')
            options='--reset-required --no-reset-required --out:file --force --dry-run --yes -y'
            places='user'
            ;;
        'creds password change')
            options='--stdin --dry-run --yes -y'
            places='user'
            ;;
        'creds password delete')
            options='--ignore-missing --dry-run --yes -y'
            places='user'
            ;;
        'creds password expire')
            options='--dry-run --yes -y'
            places='user'
            ;;
        'creds mfa')
            commands='enable list resync disable'
            ;;
        'creds mfa enable')
            options='--name:none --path:none --tag:none --start --stdin --code:none --out:file --force --dry-run --yes -y'
            places='user'
            ;;
        'creds mfa list')
            options='--virtual --assignment-status:none'
            places='user'
            ;;
        'creds mfa resync')
            options='--stdin --code:none --dry-run --yes -y'
            places='none'
            ;;
        'creds mfa disable')
            options='--keep --ignore-missing --dry-run --yes -y'
            places='none'
            ;;
        'creds ssh-key')
            commands='upload list get update delete'
            ;;
        'creds ssh-key upload')
            options='--dry-run --yes -y'
            places='user file'
            ;;
        'creds ssh-key list')
            places='user'
            ;;
        'creds ssh-key get')
            options='--encoding:=SSH|PEM'
            places='user none'
            ;;
        'creds ssh-key update')
            options='--status:=Active|Inactive --dry-run --yes -y'
            places='user none'
            ;;
        'creds ssh-key delete')
            options='--ignore-missing --dry-run --yes -y'
            places='user none'
            ;;
        'creds service-specific')
            commands='create list reset update delete'
            ;;
        'creds service-specific create')
            options='--age:none --out:file --force --dry-run --yes -y'
            places='none none'
            ;;
        'creds service-specific list')
            options='--service:none'
            places='user'
            ;;
        'creds service-specific reset')
            options='--out:file --force --dry-run --yes -y'
            places='user none'
            ;;
        'creds service-specific update')
            options='--status:=Active|Inactive --dry-run --yes -y'
            places='user none'
            ;;
        'creds service-specific delete')
            options='--ignore-missing --dry-run --yes -y'
            places='user none'
            ;;
        'creds certificate')
            commands='upload list update delete'
            ;;
        'creds certificate upload')
            options='--dry-run --yes -y'
            places='user file'
            ;;
        'creds certificate list')
            places='user'
            ;;
        'creds certificate update')
            options='--status:=Active|Inactive --dry-run --yes -y'
            places='user none'
            ;;
        'creds certificate delete')
            options='--ignore-missing --dry-run --yes -y'
            places='user none'
            ;;
        'creds session')
            commands='list show revoke'
            ;;
        'creds session list')
            options='--all'
            places='anything'
            ;;
        'creds session show')
            options='--service:none'
            places='none'
            ;;
        'creds session revoke')
            options='--of:anything --yes -y --dry-run'
            places='none*'
            ;;
        'creds inspect')
            places='none'
            ;;
        'creds revoke')
            options='--dry-run --yes -y'
            places='anything'
            ;;
        'creds rotate-session-key')
            options='--end-all --yes -y --dry-run'
            ;;
        'creds key')
            commands='create list rotate activate deactivate delete last-used'
            ;;
        'creds key create')
            options='--save-profile:none --out:file --force --dry-run --yes -y'
            places='none'
            ;;
        'creds key list')
            places='user'
            ;;
        'creds key rotate')
            options='--grace:none --keep-old --finish --save-profile:none --out:file --force --dry-run --yes -y'
            places='user'
            ;;
        'creds key activate')
            options='--dry-run --yes -y'
            places='none'
            ;;
        'creds key deactivate')
            options='--dry-run --yes -y'
            places='none'
            ;;
        'creds key delete')
            options='--ignore-missing --dry-run --yes -y'
            places='none'
            ;;
        'creds key last-used')
            places='none'
            ;;
        'vault')
            commands='status rekey'
            ;;
        'vault status')
            ;;
        'vault rekey')
            options='--to:=keyring|passphrase|file --dry-run --yes -y'
            ;;
        'completion')
            commands='show install'
            ;;
        'completion show')
            places='=bash|zsh|fish|powershell'
            ;;
        'completion install')
            options='--dry-run --yes -y'
            places='=bash|zsh|fish|powershell'
            ;;
    esac
}

# The words up to the cursor as they were typed, whatever COMP_WORDBREAKS makes of them.
_iamctl_words() {
    local rest=${COMP_LINE:0:COMP_POINT} piece stripped index
    words=()
    for ((index = 0; index <= COMP_CWORD; index++)); do
        stripped=${rest#"${rest%%[![:space:]]*}"}
        piece=${COMP_WORDS[index]}
        ((index == COMP_CWORD)) && piece=$stripped
        if ((index > 0)) && [[ -n $piece && $stripped == "$rest" ]]; then
            words[${#words[@]} - 1]+=$piece
        else
            words+=("$piece")
        fi
        rest=${stripped#"$piece"}
    done
}

# What the option takes: a kind, or nothing for a flag.
_iamctl_kind() {
    local option
    kind=
    for option in $options $_iamctl_common; do
        if [[ ${option%%:*} == "$1" ]]; then
            [[ $option == *:* ]] && kind=${option#*:}
            return
        fi
    done
}

# Offer what a place takes: $1 is its kind, $2 what stands there already, $3 what stands before that in the word.
_iamctl_offer() {
    local reply
    case $1 in
        none) ;;
        file | folder)
            type compopt >/dev/null 2>&1 && compopt -o filenames
            local what=-f
            [[ $1 == folder ]] && what=-d
            while IFS= read -r reply; do COMPREPLY+=("$3$reply"); done < <(compgen "$what" -- "$2")
            ;;
        =*)
            while IFS= read -r -d '|' reply; do
                [[ $reply == "$2"* ]] && COMPREPLY+=("$3$reply")
            done <<<"${1#=}|"
            ;;
        *)
            while IFS= read -r reply; do
                COMPREPLY+=("$3$reply")
            done < <("$program" --complete-names "$1" "$2" "${words[@]:1}" 2>/dev/null)
            ;;
    esac
}

# Cut what readline leaves alone: it replaces what follows the last `=` or `:`, and the last `@` with what follows.
_iamctl_cut() {
    local before='' piece index
    for piece in "${1%"${1##*=}"}" "${1%"${1##*:}"}"; do
        [[ -n $piece && $COMP_WORDBREAKS == *"${piece: -1}"* ]] || continue
        ((${#piece} > ${#before})) && before=$piece
    done
    if [[ $1 == *@* && $COMP_WORDBREAKS == *@* ]]; then
        piece=${1%@*}
        ((${#piece} > ${#before})) && before=$piece
    fi
    for index in "${!COMPREPLY[@]}"; do
        COMPREPLY[index]=${COMPREPLY[index]#"$before"}
    done
}

_iamctl() {
    local IFS=$' \t\n'
    local words at='' position=0 skip='' kind commands options places index word current program=iamctl
    [[ $1 == */* && -x $1 ]] && program=$1
    COMPREPLY=()
    _iamctl_words
    _iamctl_node ''
    for ((index = 1; index < ${#words[@]} - 1; index++)); do
        word=${words[index]}
        if [[ -n $skip ]]; then
            skip=
        elif [[ $word == -* ]]; then
            _iamctl_kind "$word"
            skip=$kind
        elif [[ " $commands " == *" $word "* ]]; then
            at="${at:+$at }$word"
            _iamctl_node "$at"
        else
            ((position++))
        fi
    done
    current=${words[${#words[@]} - 1]}
    if [[ -n $skip ]]; then
        _iamctl_offer "$skip" "$current" ''
    elif [[ $current == --*=* ]]; then
        _iamctl_kind "${current%%=*}"
        [[ -n $kind ]] && _iamctl_offer "$kind" "${current#*=}" "${current%%=*}="
    elif [[ $current == -* ]]; then
        for word in $options $_iamctl_common; do
            [[ ${word%%:*} == "$current"* ]] && COMPREPLY+=("${word%%:*}")
        done
    elif [[ -n $commands ]]; then
        for word in $commands; do
            [[ $word == "$current"* ]] && COMPREPLY+=("$word")
        done
    else
        for word in $places; do
            if ((position == 0)) || [[ $word == *'*' ]]; then
                _iamctl_offer "${word%'*'}" "$current" ''
                break
            fi
            ((position--))
        done
    fi
    _iamctl_cut "$current"
}

complete -F _iamctl iamctl
