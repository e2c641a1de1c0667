"""Login profiles as commands show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.cli.output.answer import Answer
from iamctl.service.credential_members import login_profile_members

if TYPE_CHECKING:
    from iamctl.model.login_profile import LoginProfile
    from iamctl.service.credential_owners import Owner


def profile_answer(profile: LoginProfile, owner: Owner) -> Answer:
    return Answer({"LoginProfile": login_profile_members(profile, owner)}, name="UserName")
