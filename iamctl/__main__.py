"""`iamctl` and `python -m iamctl`. `--version` and a Tab must not wait for Typer: sys alone is imported here."""

import sys


def main() -> int:
    """Run the program; its exit status."""
    try:
        if sys.argv[1:] in (["--version"], ["-V"]):
            from iamctl.version import __version__

            if _said(f"iamctl {__version__}\n"):
                return 0
        if sys.argv[1:2] == ["--complete-names"]:
            from iamctl.cli.completion.names import complete_names

            return complete_names(sys.argv[2:])
        from iamctl.cli.app import main as run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def _said(text: str) -> bool:
    """Whether stdout took it; if not, the command says what is wrong with stdout."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (AttributeError, OSError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
