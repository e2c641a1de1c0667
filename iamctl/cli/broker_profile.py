"""A profile of the AWS config file whose credentials come from a broker, by `iamctl broker login`."""

from __future__ import annotations

from iamctl.cli.credential_process import SETTING, ConfiguredProfile
from iamctl.cli.shared_credentials import lines_in, text_of
from iamctl.errors import InvalidInput

_OURS = " broker login "


class BrokerProfile(ConfiguredProfile):
    """One that says nothing else: whatever it said besides, clients might ask that first."""

    def check_alone(self) -> None:
        """That the profile is ours to write.

        Raises:
            InvalidInput: it says something else.
        """
        for line in map(str.strip, lines_in(text_of(self.file), self.section)):
            if line and not line.startswith(("#", ";")) and not (_OURS in line and line.startswith(SETTING)):
                raise InvalidInput(
                    f"The profile {self.name} in {self.file} is another's.", hint="choose another name for the profile"
                )
