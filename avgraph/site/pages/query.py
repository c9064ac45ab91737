"""The page where people ask: questions in groups, an editor, and where no script runs the answer."""

from collections.abc import Mapping
from typing import Any

from avgraph.model.vocabulary import shorten
from avgraph.site.pages.addresses import Site
from avgraph.site.pages.environment import render_page
from avgraph.sparql.questions import GROUPS, ShippedQuery, load_shipped
from avgraph.text.links import web_iri

_MOST_ROWS = 500


def query_page(
    site: Site,
    text: str,
    *,
    question: ShippedQuery | None = None,
    values: Mapping[str, str] | None = None,
    answer: Mapping[str, Any] | None = None,
    problem: str | None = None,
) -> str:
    """Return the page with a query in its editor, the form of a shipped `question` with `values`, and an `answer` (JSON of SPARQL results, or `text`)."""
    groups = {group: [shipped for shipped in load_shipped().values() if shipped.group == group] for group in GROUPS}
    return render_page(
        "query.html",
        site,
        text=text,
        groups=groups,
        question=question,
        values=values or {},
        problem=problem,
        rows=None if answer is None or "results" not in answer else _rows(answer, site),
        without_rows=_without_rows(answer),
    )


def _without_rows(answer: Mapping[str, Any] | None) -> str | None:
    """Return an answer that has no rows."""
    if answer is None or "results" in answer:
        return None
    return str(answer["text"]) if "text" in answer else "yes" if answer["boolean"] else "no"


def question_page(site: Site, question: ShippedQuery, text: str, answer: Mapping[str, Any]) -> str:
    """Return the page of a question with its answer (JSON of SPARQL results), for where nothing is asked."""
    return render_page("question.html", site, question=question, text=text, rows=_rows(answer, site), data=site.data("csv"))


def questions_page(site: Site, counts: Mapping[str, int]) -> str:
    """Return the page that leads to those of the questions, with the numbers of rows of their answers."""
    groups = {
        group: [(each, counts[each.name]) for each in load_shipped().values() if each.group == group and each.name in counts]
        for group in GROUPS
    }
    return render_page("questions.html", site, groups={group: questions for group, questions in groups.items() if questions})


def _rows(answer: Mapping[str, Any], site: Site) -> dict[str, Any]:
    columns, bindings = answer["head"]["vars"], answer["results"]["bindings"]
    rows = [[_cell(row.get(column), site) for column in columns] for row in bindings[:_MOST_ROWS]]
    return {"columns": columns, "rows": rows, "count": len(bindings)}


def _cell(term: Mapping[str, str] | None, site: Site) -> tuple[str, str | None]:
    """Return the text of a term and where it leads."""
    if term is None or term["type"] != "uri":
        return ("" if term is None else str(term.get("value", "")), None)
    iri = term["value"]
    return (
        (iri.removeprefix(site.base), site.link(iri.removeprefix(site.base))) if iri.startswith(site.base) else (shorten(iri), web_iri(iri))
    )
