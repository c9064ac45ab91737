"""The group ``avgraph``: finds a command, imports it when it is called, turns errors into one line."""

import atexit
import gc
import os
import signal
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from avgraph import __version__
from avgraph.cli.output import print_message
from avgraph.errors import AvgraphError, UnknownEntityError, UsageError, one_line
from avgraph.streams import discard_output, escape_unprintable, open_closed_streams

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("avgraph.cli.commands.check", "Name every defect of a list with its line, and repair what is certain."),
    "diff": ("avgraph.cli.commands.diff", "Print what changed between two lists, dumps or revisions, in entities."),
    "explore": ("avgraph.cli.commands.explore", "Write the interactive page of a view, and open it."),
    "export": ("avgraph.cli.commands.export", "Write the graph as RDF, GraphML, GEXF, CSV or BibTeX."),
    "push": ("avgraph.cli.commands.push", "Load the graph into a triple store that already runs."),
    "query": ("avgraph.cli.commands.query", "Answer a SPARQL query, or one of those that ship with avgraph."),
    "read": ("avgraph.cli.commands.read", "Say how a list is read, and what of it is not."),
    "release": ("avgraph.cli.commands.release", "Publish the graph as a folder that any web server serves."),
    "resolve": ("avgraph.cli.commands.resolve", "Print which forms are one entity and why, or suggest what to decide."),
    "serve": ("avgraph.cli.commands.serve", "Serve a SPARQL endpoint, a query page, entity pages and the explorer."),
    "show": ("avgraph.cli.commands.show", "Print what the graph knows about one entity."),
    "stats": ("avgraph.cli.commands.stats", "Print counts, rankings and papers by task and year."),
    "validate": ("avgraph.cli.commands.validate", "Check a dump against the SHACL shapes of the ontology."),
}
"""Every command with the module that holds it as ``command``, and its line in the help."""


class LazyGroup(click.Group):
    """A group that imports a command only when it runs, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)  # noqa: S101  (for the type checker; a test asks for each)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for an unknown one, name the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from avgraph.text.likeness import did_you_mean

            hint = did_you_mean(args[0], COMMANDS, f"commands are {', '.join(COMMANDS)}")
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the commands from the table, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; print an error of avgraph as one line and exit with its code."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            print_message(f"avgraph: {error} (see 'avgraph {ctx.invoked_subcommand} --help')")
            sys.exit(2)
        except AvgraphError as error:
            print_message(f"avgraph: {error}")
            sys.exit(1 if isinstance(error, UnknownEntityError) else 2)
        except BrokenPipeError:
            # The reader of the pipe has seen enough.
            discard_output()
            sys.exit(0)
        except OSError as error:
            _refuse_output(error)


def _refuse_output(error: OSError) -> NoReturn:
    """Say that the system does not do what is asked, mostly that standard output takes no more, and exit with 2."""
    what = f"{error.filename}: " if error.filename else "standard output cannot be written: "
    print_message(f"avgraph: {what}{error.strerror or error}")
    discard_output()
    sys.exit(2)


EPILOG = """\b
Examples:
  avgraph export --format turtle
  avgraph stats
  avgraph show "Kristen Grauman"

SOURCE is a list in Markdown, BibTeX, CSV, YAML, JSON or RIS; without it the bundled audio-visual learning list is read,
- is standard input."""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="avgraph")
def group() -> None:
    """Turn a curated reading list into a knowledge graph."""


def main() -> None:
    """Run the command line on the arguments of the process."""
    open_closed_streams()
    try:
        _run()
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()
        sys.exit(0)
    except OSError as error:
        _refuse_output(error)


def _prepare_process() -> None:
    escape_unprintable()
    # A command makes many objects and few cycles, and ends soon; looking for cycles takes a tenth of its time.
    gc.disable()
    # Nor at its end, when the interpreter would look at every object once more: the system takes the memory back as it is.
    atexit.register(gc.freeze)
    # Ended from outside, a process still removes its temporary files.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def _run() -> None:
    _prepare_process()
    try:
        if "_AVGRAPH_COMPLETE" in os.environ:
            group.main(prog_name="avgraph")
        # Not through `main` of click, which prints an empty line at an interruption.
        with group.make_context("avgraph", sys.argv[1:]) as ctx:
            group.invoke(ctx)
    except click.exceptions.Exit as ending:
        sys.exit(ending.exit_code)
    except click.exceptions.NoArgsIsHelpError as help_request:
        click.echo(help_request.format_message())
        sys.exit(0)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "avgraph"
        print_message(f"avgraph: {error.format_message().rstrip('.')} (see '{command} --help')")
        sys.exit(2)
    except click.ClickException as error:
        print_message(f"avgraph: {error.format_message()}")
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("avgraph: interrupted", err=True)
        sys.exit(130)
    except MemoryError:
        click.echo("avgraph: there is not enough memory for this", err=True)
        sys.exit(2)
    except OSError:
        # Help or a version that cannot be written; `main` says so.
        raise
    except Exception as error:
        if "AVGRAPH_TRACEBACK" in os.environ:
            raise
        print_message(
            f"avgraph: a fault of avgraph, please report it: {type(error).__name__}: {one_line(error)} (AVGRAPH_TRACEBACK=1 shows where)"
        )
        sys.exit(2)
