"""What the mobile app does: authorization code with PKCE; it prints the ID token of who signs in.

python3 sign_in.py ISSUER CA-FILE NAME
"""

import hashlib
import html
import json
import os
import re
import ssl
import sys
from base64 import urlsafe_b64encode
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, HTTPSHandler, ProxyHandler, build_opener

APP, REDIRECT = "photos-app", "com.acme.photos:/signed-in"


class Stay(HTTPRedirectHandler):
    """The app's own scheme is nothing to open: redirections are followed by hand."""

    def redirect_request(self, *_, **__):
        return None


def main(issuer, authority, name):
    trusting = HTTPSHandler(context=ssl.create_default_context(cafile=authority))
    browser = build_opener(trusting, HTTPCookieProcessor(CookieJar()), Stay(), ProxyHandler({}))
    verifier = urlsafe_b64encode(os.urandom(32)).rstrip(b"=")
    challenge = urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
    asked = {"client_id": APP, "redirect_uri": REDIRECT, "response_type": "code", "scope": "openid"}
    url = f"{issuer}/auth?{urlencode({**asked, 'code_challenge': challenge, 'code_challenge_method': 'S256'})}"
    code = parse_qs(urlsplit(sign_in(browser, url, name)).query)["code"][0]
    wanted = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": APP}
    form = urlencode({**wanted, "code_verifier": verifier.decode()}).encode()
    sys.stdout.write(json.load(browser.open(f"{issuer}/token", form, timeout=10))["id_token"] + "\n")


def sign_in(browser, url, name):
    """Where the provider sends the app back to, after a person has filled in its forms."""
    form = None
    for _ in range(20):
        try:
            with browser.open(url, form, timeout=10) as answer:
                page = answer.read().decode()
        except HTTPError as moved:
            if moved.code not in (302, 303):
                raise
            url, form = urljoin(url, moved.headers["Location"]), None
            if url.startswith(REDIRECT):
                return url
            continue
        fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        if 'name="login"' in page:
            fields |= {"login": name, "password": "whatever they know"}
        url = urljoin(url, html.unescape(re.search(r'action="([^"]+)"', page)[1]))
        form = urlencode(fields).encode()
    raise SystemExit("the sign-in does not end")


main(*sys.argv[1:])
