"""The version, alone in its file: `--version` must not wait for anything else."""

__version__ = "0.1.0"
