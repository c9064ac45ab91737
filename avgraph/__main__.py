"""Run the command line: ``python -m avgraph`` and ``avgraph`` are the same."""

import sys


def main() -> None:
    """Run the command line; an interruption while it is imported ends in one line as well."""
    try:
        from avgraph.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("avgraph: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
