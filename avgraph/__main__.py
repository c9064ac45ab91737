"""Run the command line: ``python -m avgraph`` and ``avgraph`` are the same."""

from avgraph.cli.main import main

if __name__ == "__main__":
    main()
