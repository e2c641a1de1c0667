#!/usr/bin/env bash
# A company with SAML 2.0: its people sign in where they always do, and what the identity provider posts to AWS becomes the
# credentials of the role that it offers. It works in a folder of its own and touches nothing of yours.
#
#     pip install 'iamctl[federation]'     and, of Debian: nodejs npm openssl curl
#     npm install saml-idp
#     ./saml.sh                            NODE_MODULES names another folder than node_modules beside it
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export NODE_MODULES=${NODE_MODULES:-$here/node_modules}
[ -d "$NODE_MODULES/saml-idp" ] || { echo "there is no saml-idp in $NODE_MODULES: npm install saml-idp"; exit 2; }
place=$(mktemp -d)
export HOME=$place XDG_CONFIG_HOME=$place/config XDG_CACHE_HOME=$place/cache IAMCTL_HOME=$place/data
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE IAMCTL_AS IAMCTL_PROFILE IAMCTL_ACCOUNT
cd "$place"
umask 077
idp=
trap '[ -z "$idp" ] || kill "$idp"; wait; rm -rf "$place"' EXIT
say() { printf '\n## %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
refused() { # the command has to fail with this exit status
    local status=0
    printf '$ %s\n' "${*:2}"
    "${@:2}" || status=$?
    [ "$status" = "$1" ] || { echo "exit status $status instead of $1"; exit 1; }
}

say "the company's identity provider"
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj '/O=Acme/CN=idp.acme.example' \
    -keyout key.pem -out cert.pem 2>/dev/null
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
NODE_NO_WARNINGS=1 node "$NODE_MODULES/saml-idp/bin/run.js" --host 127.0.0.1 --port "$port" --cert cert.pem --key key.pem \
    --issuer https://idp.acme.example --acsUrl https://signin.aws.amazon.com/saml --audience urn:amazon:webservices \
    --configFile "$here/saml-idp.config.js" >idp.log 2>&1 &
idp=$!
until curl -sf --noproxy '*' "http://127.0.0.1:$port/metadata" -o idp-metadata.xml; do
    kill -0 "$idp" || { cat idp.log; exit 1; }
    sleep 0.05
done
grep -o 'entityID="[^"]*"' idp-metadata.xml

say "the account takes its word; the role Engineer is for whoever it offers the role to"
run iamctl init --account-id 111122223333
run iamctl provider saml create Acme --metadata idp-metadata.xml
run iamctl role create Engineer --trust-saml Acme
cat >engineer.json <<'JSON'
{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["iam:GetRole", "iam:ListRoles"], "Resource": "*"}}
JSON
run iamctl role put-policy Engineer Look --policy-document engineer.json

say "kim signs in; the assertion's attribute Role says which role she gets"
pair=arn:aws:iam::111122223333:role/Engineer,arn:aws:iam::111122223333:saml-provider/Acme
sign_in() { python3 "$here/sign_in.py" "http://127.0.0.1:$port" "$@"; }
sign_in kim "$pair" >kim.b64
run iamctl assume --saml-response kim.b64 --output json --query '[AssumedRoleUser.Arn, Subject, SubjectType, Issuer, Audience]'

say "calls with it: what the role may do is done, the rest is not"
run iamctl assume Engineer --saml-response kim.b64 -- iamctl whoami
run iamctl assume Engineer --saml-response kim.b64 -- iamctl role list --output name
refused 3 iamctl assume Engineer --saml-response kim.b64 -- iamctl user list

say "now the provider says her team too, and STS refuses without a reason"
sign_in kim "$pair" PrincipalTag:Team=core >tagged.b64
refused 3 iamctl assume Engineer --saml-response tagged.b64
say "this does not: the role has to allow session tags; the smallest edit comes with it"
refused 3 iamctl explain assume Engineer --saml-response tagged.b64
iamctl explain assume Engineer --saml-response tagged.b64 --output json --query 'Edits[0].TrustPolicy' >edited.json || [ $? = 3 ]
run iamctl role trust set Engineer --trust-policy edited.json --yes
run iamctl assume Engineer --saml-response tagged.b64 -- iamctl whoami --verbose

say "a response that somebody changed, and one that offers another role, give nothing"
python3 - <<'PY'
from base64 import b64decode, b64encode
said = b64decode(open("kim.b64").read())
open("changed.b64", "wb").write(b64encode(said.replace(b">kim<", b">root<")))
PY
refused 3 iamctl assume Engineer --saml-response changed.b64
run iamctl role create Administrator --trust-saml Acme
refused 3 iamctl assume Administrator --saml-response kim.b64

say "AWS takes a response until it is over; a strict provider takes it once"
run iamctl provider saml update Acme --strict --yes
run iamctl assume Engineer --saml-response kim.b64 -- iamctl whoami
refused 3 iamctl assume Engineer --saml-response kim.b64 -- iamctl whoami
