"""What a browser does: a person signs in with the company's identity provider; it prints the response that goes to AWS.

python3 sign_in.py URL NAME ROLE-PAIR [ATTRIBUTE=VALUE...]
"""

import html
import re
import sys
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

AWS = "https://aws.amazon.com/SAML/Attributes"


def main(url, name, pair, *more):
    form = {
        "userName": name,
        "nameIdFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        f"{AWS}/Role": pair,
        f"{AWS}/RoleSessionName": f"{name}@acme.example",
        **dict(f"{AWS}/{said}".rsplit("=", 1) for said in more),
    }
    with build_opener(ProxyHandler({})).open(f"{url}/signin", urlencode(form).encode(), timeout=10) as answer:
        page = answer.read().decode()
    posted = re.search(r'name="SAMLResponse"[^>]*value="([^"]+)"', page)
    sys.stdout.write(html.unescape(posted[1]) + "\n")


main(*sys.argv[1:])
