"""Numbers as conditions compare them: exact decimals; a text that is no number equals nothing.

`01`, `+1`, `1.` and `1e0` are one; NaN and Infinity are no numbers.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation, localcontext

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_LONGEST = 4000


def read_number(text: str) -> Decimal | None:
    """The number that the text is, or None."""
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    with localcontext() as context:
        context.Emax, context.Emin = 10**9, -(10**9)
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
