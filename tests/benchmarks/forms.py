"""Measure how many names of institutions are resolved in a second: ``python -m tests.benchmarks.forms [--count N] [--ror FILE]``.

Each measure is the first of its process, so that nothing is cached but the word lists on disk. The names are made up, all
different, three in an entry: plain, and every second one with town, postal code or country behind it. With a dump of the
Research Organization Registry its own names are taken, and also linked to it.
"""

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path

from avgraph.garbage import no_garbage_collection
from avgraph.resolution.authority import NO_AUTHORITY, load_authority
from avgraph.resolution.institutions import resolve_institutions
from avgraph.resolution.registry.records import parse_records, read_dump
from tests.benchmarks.generator import _word as word
from tests.made_lists import make_entry

_PATTERNS = (
    "University of {}",
    "{} University",
    "{} Institute of Technology",
    "{} Medical Center",
    "Institute of {}",
    "{} Research",
    "{} College",
)
_ADDRESSES = (", {}, Norway", ", 5007 {}", ", {}, CA 94305, USA", ", {}strasse 12, 10115 {}, Germany", ", {}")


def make_forms(count: int, *, with_addresses: bool, dump: Path | None = None) -> list[str]:
    """Return different names, every second one with an address behind it where that is asked for."""
    if dump is None:
        names = [_PATTERNS[number % len(_PATTERNS)].format(word(number).title()) for number in range(count)]
        towns = [word(number % 1_000).title() for number in range(count)]
    else:
        records = parse_records(dump, read_dump(dump))[0]
        random.Random(7).shuffle(records)  # noqa: S311  (reproducible, not secret)
        names = [record.label for record in records[:count]]
        towns = [record.towns[0] if record.towns else "Oslo" for record in records[:count]]
    if not with_addresses:
        return names
    addresses = (_ADDRESSES[number % len(_ADDRESSES)].replace("{}", town) for number, town in enumerate(towns))
    return [name + address if number % 2 else name for number, (name, address) in enumerate(zip(names, addresses, strict=True))]


def measure(count: int, authority: str, *, with_addresses: bool, dump: Path | None = None) -> str:
    """Return the figures of resolving so many names for the first time in this process."""
    forms = make_forms(count, with_addresses=with_addresses, dump=dump)
    entries = [
        make_entry(f"On {word(place)}", place + 1, authors=(f"Ann {word(place).title()}",), institutions=tuple(dict.fromkeys(forms[place : place + 3])))
        for place in range(0, len(forms), 3)
    ]  # fmt: skip
    reviewed = NO_AUTHORITY if authority == "rules" else load_authority(ror=dump if authority == "registry" else None)
    with no_garbage_collection():  # as `resolve` does
        start = time.process_time()
        resolve_institutions(entries, reviewed)
        seconds = time.process_time() - start
    return f"{authority:10} {'with addresses' if with_addresses else 'plain':16} {count:8,} {seconds:8.2f} {count / seconds:10,.0f}"


def main() -> None:
    """Print the table, each line from a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=30_000, help="how many different names (30,000)")
    parser.add_argument("--ror", type=Path, help="a dump of the registry, whose names are taken")
    parser.add_argument("--only", choices=("rules", "authority", "registry"), help=argparse.SUPPRESS)
    parser.add_argument("--addresses", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(measure(options.count, options.only, with_addresses=options.addresses, dump=options.ror))
        return
    print(f"{'decided by':10} {'names':16} {'count':>8} {'CPU s':>8} {'a second':>10}", flush=True)
    for authority in ("rules", "authority", *(["registry"] if options.ror else [])):
        for addresses in ([], ["--addresses"]):
            dump = ["--ror", str(options.ror)] if options.ror else []
            command = [
                sys.executable,
                "-m",
                "tests.benchmarks.forms",
                "--count",
                str(options.count),
                "--only",
                authority,
                *addresses,
                *dump,
            ]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
