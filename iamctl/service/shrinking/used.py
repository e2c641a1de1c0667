"""What was used, from logs: CloudTrail's records, or requests of `iamctl decide` with their answers.

    {"Records": [{"eventSource": …, "eventName": …, "resources": …, "userIdentity": …}]}   as CloudTrail writes
    {"Events": [{"CloudTrailEvent": "{…}"}]}                                                as lookup-events answers
    {"eventSource": …}                                                                      one record a line
    {"id": 1, "principal": …, "action": …, "resource": …}                                   decide's requests
    {"id": 1, "decision": "allowed", …}                                                     its answers, by id

A record that says it was denied is no use; one with another error is, since it was let through. A request is one
unless its answer denies it.

Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import InvalidInput, Place
from iamctl.service.shrinking.event_actions import actions_of
from iamctl.syntax.json_read import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DENIED = re.compile(r"AccessDenied|Unauthorized|NotAuthorized|Forbidden|AuthFailure", re.IGNORECASE)
_HINT = "a log has CloudTrail's Records, or lines of `iamctl decide`"
_SESSION = re.compile(r"arn:([^:]+):sts::(\d{12}):assumed-role/([^/]+)/.*", re.DOTALL)


class Use(NamedTuple):
    """One action that somebody was let through to.

    Attributes:
        resources: ARNs; empty where the log does not tell.
        principal: an ARN, or what a request calls it; empty is nobody that is known.
    """

    action: str
    resources: tuple[str, ...]
    principal: str


class Log(NamedTuple):
    """What logs tell.

    Attributes:
        denied: how many records and requests were not let through.
        free: how many events no policy has to allow.
        unmapped: events that stand for no action that is known, with how often they were there.
    """

    uses: tuple[Use, ...]
    denied: int
    free: int
    unmapped: tuple[tuple[str, int], ...]


class _Reader:
    def __init__(self) -> None:
        self.uses: dict[Use, None] = {}
        self.unmapped: dict[str, int] = {}
        self.requests: list[tuple[Any, Use]] = []
        self.answers: dict[Any, str] = {}
        self.denied = self.free = 0

    def take(self, entry: Any, place: Place) -> None:
        if not isinstance(entry, dict):
            raise InvalidInput("A record is a JSON object.", hint=_HINT, place=place)
        if "eventName" in entry or "eventSource" in entry:
            self._take_record(entry, place)
        elif "action" in entry:
            self._take_request(entry, place)
        elif "decision" in entry and "id" in entry:
            self.answers[_key(entry["id"])] = str(entry["decision"])
        elif "error" in entry:
            return  # decide's answer to a line that was no request
        else:
            raise InvalidInput("Neither an event of CloudTrail nor a request.", hint=_HINT, place=place)

    def _take_record(self, entry: dict[str, Any], place: Place) -> None:
        source, name = entry.get("eventSource"), entry.get("eventName")
        if not isinstance(source, str) or not isinstance(name, str):
            raise InvalidInput("A record has eventSource and eventName.", hint=_HINT, place=place)
        if any(_DENIED.search(str(entry.get(member) or "")) for member in ("errorCode",)):
            self.denied += 1
            return
        actions = actions_of(source, name)
        if actions is None:
            said = f"{source}:{name}"
            self.unmapped[said] = self.unmapped.get(said, 0) + 1
        elif not actions:
            self.free += 1
        else:
            resources, principal = _resources(entry), _principal(entry.get("userIdentity"))
            self.uses.update((Use(action, resources, principal), None) for action in actions)

    def _take_request(self, entry: dict[str, Any], place: Place) -> None:
        action, resource = entry["action"], entry.get("resource")
        if not isinstance(action, str) or ":" not in action:
            raise InvalidInput("action is service:Name.", hint=_HINT, place=place)
        known = (resource,) if isinstance(resource, str) and resource.startswith("arn:") else ()
        use = Use(action, known, str(entry.get("principal") or ""))
        if "decision" in entry and entry["decision"] != "allowed":
            self.denied += 1
        else:
            self.requests.append((_key(entry.get("id")), use))

    def log(self) -> Log:
        for key, use in self.requests:
            if self.answers.get(key, "allowed") == "allowed":
                self.uses.setdefault(use)
            else:
                self.denied += 1
        return Log(tuple(self.uses), self.denied, self.free, tuple(sorted(self.unmapped.items())))


def read_log(texts: Iterable[tuple[str, str]]) -> Log:
    """What all the texts together tell.

    Args:
        texts: each with what a person calls it.

    Raises:
        InvalidInput: one is no log; placed. Or there are answers, and no requests that they are of.
    """
    reader = _Reader()
    for text, source in texts:
        for entry, place in _entries(text.removeprefix("\ufeff"), source):
            reader.take(entry, place)
    if reader.answers and not reader.requests:
        raise InvalidInput(
            "Answers of `decide` do not name the actions.", hint="give the file with the requests as well: --used twice"
        )
    return reader.log()


def _entries(text: str, source: str) -> Iterator[tuple[Any, Place]]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if lines and _are_objects(lines):
        for number, line in lines:
            yield from _unfolded(_parsed(line, Place(source, number, 1)), Place(source, number, 1))
        return
    tree = parse_json(text, source) if lines else []
    listed = tree if isinstance(tree, list) else [tree]
    for entry in listed:
        yield from _unfolded(entry, Place(source, 1, 1))


def _are_objects(lines: list[tuple[int, str]]) -> bool:
    """Whether each line is an object by itself; the first two tell."""
    return all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for _, line in lines[:2])


def _parsed(line: str, place: Place) -> Any:
    try:
        return parse_json(line, place.source)
    except InvalidInput as error:
        column = error.place.column if error.place is not None else 1
        raise InvalidInput(error.message, hint=list(error.hints), place=place._replace(column=column)) from error


def _unfolded(entry: Any, place: Place) -> Iterator[tuple[Any, Place]]:
    """A delivery's records; what lookup-events answered; else the entry itself."""
    for member in ("Records", "Events"):
        if isinstance(entry, dict) and isinstance(entry.get(member), list):
            for each in entry[member]:
                folded = each.get("CloudTrailEvent") if isinstance(each, dict) else None
                yield (_parsed(folded, place) if isinstance(folded, str) else each), place
            return
    yield entry, place


def _resources(entry: dict[str, Any]) -> tuple[str, ...]:
    listed = entry.get("resources")
    found = [each.get("ARN") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return tuple(dict.fromkeys(arn for arn in found if isinstance(arn, str) and arn.startswith("arn:")))


def _principal(identity: Any) -> str:
    """The ARN of the user, or of the role of a session: as its issuer has it, where the record tells."""
    if not isinstance(identity, dict):
        return ""
    session = identity.get("sessionContext")
    issuer = session.get("sessionIssuer") if isinstance(session, dict) else None
    arn = issuer.get("arn") if isinstance(issuer, dict) else None
    found = arn if isinstance(arn, str) and arn else identity.get("arn")
    return found if isinstance(found, str) else ""


def role_of_session(arn: str) -> str | None:
    """The name of the role that a session's ARN is of."""
    match = _SESSION.fullmatch(arn)
    return match[3] if match is not None else None


def _key(value: Any) -> str:
    return json.dumps(value, default=str)
