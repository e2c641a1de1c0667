"""Login profiles: that an identity has a console password. The password's hash lies in the vault, and nowhere else.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_LoginProfile.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class LoginProfile(NamedTuple):
    """What is known of a password without knowing the password.

    Attributes:
        create_date: of the profile, UTC, whole seconds; a new password does not move it.
        password_id: names the password in the vault; every new password has another one.
        password_last_changed: UTC, whole seconds.
        password_reset_required: whether it only serves to choose another.
    """

    create_date: datetime
    password_id: str
    password_last_changed: datetime
    password_reset_required: bool = False
