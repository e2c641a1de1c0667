"""`iamctl` and `python -m iamctl`. `--version` and a Tab must not wait for Typer: sys alone is imported here."""

import sys


def main() -> int:
    """Run the program; its exit status."""
    try:
        if sys.argv[1:] in (["--version"], ["-V"]):
            from iamctl.version import __version__

            sys.stdout.write(f"iamctl {__version__}\n")
            return 0
        if sys.argv[1:2] == ["--complete-names"]:
            from iamctl.cli.completion.names import complete_names

            return complete_names(sys.argv[2:])
        from iamctl.cli.app import main as run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
