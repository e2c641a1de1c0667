"""What holds for every test, in every process of the run."""

from __future__ import annotations

import os

# Keyring settles on a backend at its first use and keeps it: never the person's own, nor one that a test defines.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
