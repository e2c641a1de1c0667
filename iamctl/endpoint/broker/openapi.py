"""What a broker offers, as OpenAPI says it.

Source: https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from typing import Any

from iamctl.version import __version__


def _text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _errors(*statuses: int) -> dict[str, Any]:
    return {str(status): {"description": _WHEN[status], "content": _json("Error")} for status in statuses}


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _operation(name: str, summary: str, schema: str, *parameters: dict[str, Any], errors: tuple[int, ...] = ()) -> Any:
    return {
        "operationId": name,
        "summary": summary,
        **({"parameters": list(parameters)} if parameters else {}),
        "responses": {"200": {"description": "As asked for.", "content": _json(schema)}, **_errors(*errors)},
    }


_WHEN = {
    400: "A parameter is not acceptable, or several roles are there to choose from.",
    401: "Nobody is known by what the request carries.",
    403: "No rule gives the role, or the account does not let the broker take it on.",
    404: "The broker's file has no [console].",
    429: "The address, the person or the name tried too often; Retry-After says when to come again.",
    503: "An authenticator, the account or the console cannot be asked now.",
}
_ALL = (400, 401, 403, 429, 503)
_ROLE = _query("role", "A role's name or ARN; without it, the only one that there is.", _text())
_DURATION = _query(
    "duration",
    "Seconds; at most what the rule says, and the role allows.",
    {"type": "integer", "minimum": 900, "maximum": 43200},
)
_DESTINATION = _query("destination", "Where in the console to arrive; below the file's own.", _text(format="uri"))
_GIVE = ("Credentials of a role, as an AWS client reads them from its credential_process.", "Credentials")


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "iamctl broker",
        "version": __version__,
        "description": "A company's people, signed in with what they already have, become roles of an account.",
    },
    "security": [{"password": []}, {"token": []}, {"proxy": []}],
    "paths": {
        "/credentials": {
            "get": _operation("getCredentials", *_GIVE, _ROLE, _DURATION, errors=_ALL),
            "post": _operation("postCredentials", *_GIVE, _ROLE, _DURATION, errors=_ALL),
        },
        "/roles": {"get": _operation("getRoles", "The roles that there are for whoever asks.", "Roles", errors=_ALL)},
        "/console": {
            "get": {
                **_operation(
                    "getConsole",
                    "A sign-in to the console; a redirection (303) for who accepts text/html.",
                    "Console",
                    _ROLE,
                    _DURATION,
                    _DESTINATION,
                    errors=(400, 401, 403, 404, 429, 503),
                ),
            }
        },
        "/ways": {"get": {**_operation("getWays", "How one can be known here.", "Ways"), "security": []}},
        "/health": {
            "get": {
                **_operation("getHealth", "Whether everything that a login needs is there.", "Health"),
                "security": [],
            }
        },
    },
    "components": {
        "securitySchemes": {
            "password": {"type": "http", "scheme": "basic"},
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "proxy": {
                "type": "apiKey",
                "in": "header",
                "name": "X-Broker-Key",
                "description": "A reverse proxy's alone; X-Forwarded-User names the person.",
            },
        },
        "schemas": {
            "Credentials": _object(
                ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"],
                Version={"const": 1},
                AccessKeyId=_text(),
                SecretAccessKey=_text(),
                SessionToken=_text(),
                Expiration=_text(format="date-time"),
            ),
            "Roles": _object(
                ["Person", "Through", "Roles"],
                Person=_text(),
                Through=_text(),
                Roles={"type": "array", "items": {"$ref": "#/components/schemas/Role"}},
            ),
            "Role": _object(
                ["RoleName", "Rule", "RoleSessionName", "Tags"],
                RoleName=_text(),
                Rule=_text(),
                RoleSessionName=_text(),
                Tags={"type": "array", "items": _object(["Key", "Value"], Key=_text(), Value=_text())},
                DurationSeconds={"type": "integer"},
            ),
            "Console": _object(
                ["SigninUrl", "Expiration"], SigninUrl=_text(format="uri"), Expiration=_text(format="date-time")
            ),
            "Ways": _object(
                ["Ways", "Issuers"],
                Ways={"type": "array", "items": _text(enum=["password", "token", "headers"])},
                Issuers={
                    "type": "array",
                    "items": _object(
                        ["Issuer", "ClientId", "Scopes"],
                        Issuer=_text(format="uri"),
                        ClientId=_text(),
                        Scopes={"type": "array", "items": _text()},
                    ),
                },
            ),
            "Health": _object(
                ["Status", "Authenticators", "File"],
                Status=_text(enum=["ok", "degraded"]),
                Authenticators={"type": "object", "additionalProperties": _text(enum=["ok", "unavailable"])},
                File=_text(),
            ),
            "Error": _object(["Error"], Error=_object(["Code", "Message"], Code=_text(), Message=_text())),
        },
    },
}
