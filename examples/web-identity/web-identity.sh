#!/usr/bin/env bash
# A mobile app whose people sign in with an OpenID Connect provider: their token becomes credentials for an hour, each for
# their own photos alone, and there is no IAM user. It works in a folder of its own and touches nothing of yours.
#
#     pip install 'iamctl[federation]'     and, of Debian: nodejs npm openssl
#     npm install oidc-provider
#     ./web-identity.sh                    NODE_MODULES names another folder than node_modules beside it
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export NODE_MODULES=${NODE_MODULES:-$here/node_modules}
[ -d "$NODE_MODULES/oidc-provider" ] || { echo "there is no oidc-provider in $NODE_MODULES: npm install oidc-provider"; exit 2; }
place=$(mktemp -d)
export HOME=$place XDG_CONFIG_HOME=$place/config XDG_CACHE_HOME=$place/cache IAMCTL_HOME=$place/data
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE IAMCTL_AS IAMCTL_PROFILE IAMCTL_ACCOUNT
cd "$place"
umask 077
provider=
trap '[ -z "$provider" ] || kill "$provider"; wait; rm -rf "$place"' EXIT
say() { printf '\n## %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
refused() { # the command has to fail with this exit status
    local status=0
    printf '$ %s\n' "${*:2}"
    "${@:2}" || status=$?
    [ "$status" = "$1" ] || { echo "exit status $status instead of $1"; exit 1; }
}

say "the identity provider, with a certificate that this example alone trusts"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
export SSL_CERT_FILE=$place/cert.pem
NODE_NO_WARNINGS=1 node "$here/provider.mjs" key.pem cert.pem >issuer 2>provider.log &
provider=$!
until [ -s issuer ]; do kill -0 "$provider" || { cat provider.log; exit 1; }; sleep 0.05; done
issuer=$(cat issuer)
host=${issuer#https://}
echo "$issuer"

say "the account trusts it, and one role trusts kim and lee of the app"
run iamctl init --account-id 111122223333
run iamctl provider oidc create "$issuer" --client-id photos-app
run iamctl role create PhotosApp --trust-oidc "$host" --audience photos-app --subject kim --subject lee
cat >own-photos.json <<JSON
{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/\${$host:sub}/*"},
  {"Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/PhotosApp"}]}
JSON
run iamctl role put-policy PhotosApp OwnPhotos --policy-document own-photos.json

say "kim signs in; her token becomes credentials"
for name in kim lee mallory; do python3 "$here/sign_in.py" "$issuer" cert.pem "$name" >"$name.jwt"; done
run iamctl assume PhotosApp --web-identity-token kim.jwt --session-name kim --output json \
    --query '[AssumedRoleUser.Arn, SubjectFromWebIdentityToken, Provider, Audience]'

say "calls with them: what the role may do is done, the rest is not"
run iamctl assume PhotosApp --web-identity-token kim.jwt --session-name kim -- iamctl whoami
run iamctl assume PhotosApp --web-identity-token kim.jwt --session-name kim -- iamctl role get PhotosApp --output name
refused 3 iamctl assume PhotosApp --web-identity-token kim.jwt --session-name kim -- iamctl user list
run iamctl can PhotosApp s3:GetObject arn:aws:s3:::photos/kim/beach.jpg --context "$host:sub=kim"
refused 3 iamctl can PhotosApp s3:GetObject arn:aws:s3:::photos/lee/beach.jpg --context "$host:sub=kim"

say "mallory signs in with the same provider, and STS does not say why it refuses her"
refused 3 iamctl assume PhotosApp --web-identity-token mallory.jwt --session-name mallory
say "this does"
refused 3 iamctl explain assume PhotosApp --web-identity-token mallory.jwt --session-name mallory

say "a token that somebody changed is nobody's"
python3 - <<'PY'
from base64 import urlsafe_b64decode, urlsafe_b64encode
head, body, signature = open("mallory.jwt").read().strip().split(".")
said = urlsafe_b64decode(body + "=" * (-len(body) % 4)).replace(b'"mallory"', b'"kim"')
open("forged.jwt", "w").write(".".join([head, urlsafe_b64encode(said).rstrip(b"=").decode(), signature]))
PY
refused 3 iamctl assume PhotosApp --web-identity-token forged.jwt --session-name kim
