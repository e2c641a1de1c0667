"""Strings under `Action` and `NotAction`: `service:Name` with `*` and `?` in the name, or `*`.

IAM does not know whether an action exists, and takes any characters after the colon.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from __future__ import annotations

import re
from functools import cache

from iamctl.policy.problems import NO_VENDOR, TWO_COLONS, VENDOR_WILDCARD, Fault

NOT_STS = "AssumeRole policy may only specify STS AssumeRole actions."


@cache
def _well_formed() -> re.Pattern[str]:
    return re.compile(r"\*|[A-Za-z0-9.-]+:[^:]*")


def action_fault(action: str) -> Fault | None:
    """What keeps the string from being an action; None if nothing does."""
    if _well_formed().fullmatch(action):
        return None
    vendor, colon, name = action.partition(":")
    if not colon:
        return Fault(NO_VENDOR, f'"{action}" lacks the service before a colon, as in s3:GetObject')
    if ":" in name:
        return Fault(TWO_COLONS, f'"{action}" has more than one colon')
    if "*" in vendor or "?" in vendor:
        return Fault(
            VENDOR_WILDCARD, f'"{action}" has a wildcard before the colon; only the action\'s name may have one'
        )
    return Fault(f"Vendor {vendor} is not valid", f'"{vendor}" before the colon is not the name of a service')


def trusted_action_fault(action: str) -> Fault | None:
    """What keeps the string from being an action of a trust policy: only those of STS are."""
    fault = action_fault(action)
    if fault is None and not action.lower().startswith("sts:"):
        return Fault(NOT_STS, f'"{action}" is not an action of sts, the only service that a trust policy speaks of')
    return fault
