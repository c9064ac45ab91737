"""The queries for the statements about an entity, in which NODE stands for it as SPARQL writes it."""

MOST_ROWS = 1_500
"""Statements about an entity, or with it, that a page is made of."""
DETAILS = ("hasAuthorship", "hasEntry", "names")
DETAILS_OF_OTHERS = ("author", "ofPaper", "statedAffiliation", "candidateAffiliation", "listsPaper", "underHeading", "names")
"""Local names of predicates for those who look closely: how the list says what a page says."""
OUTGOING = f"""SELECT DISTINCT ?predicate ?value ?label ?place {{
  NODE ?predicate ?value
  OPTIONAL {{ ?value rdfs:label ?label }}
  OPTIONAL {{ NODE avg:hasAuthorship ?authorship . ?authorship avg:author ?value ; avg:position ?inOrder }}
  OPTIONAL {{ ?value avg:position ?own }}
  BIND(COALESCE(?inOrder, ?own) AS ?place)
}} ORDER BY (?predicate IN ({", ".join(f"avg:{name}" for name in DETAILS)})) ?predicate ?place ?label ?value LIMIT {MOST_ROWS}"""
INCOMING = f"""SELECT ?predicate ?value ?label ?year {{
  ?value ?predicate NODE . OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?value avg:year ?year }}
}} ORDER BY (?predicate IN ({", ".join(f"avg:{name}" for name in DETAILS_OF_OTHERS)})) ?predicate DESC(?year) ?label ?value LIMIT {MOST_ROWS}"""
_CONSTRUCT = f"""CONSTRUCT {{ ?s ?p ?o . ?other a ?type ; rdfs:label ?label ; avg:year ?year }} WHERE {{
  {{ NODE ?p ?o BIND(NODE AS ?s) BIND(?o AS ?other) }} UNION
  {{ {{ SELECT ?s ?p {{ ?s ?p NODE FILTER(?p NOT IN ({", ".join(f"avg:{name}" for name in DETAILS_OF_OTHERS)})) }} LIMIT {10 * MOST_ROWS} }} BIND(NODE AS ?o) BIND(?s AS ?other) }} UNION
  {{ NODE avg:hasAuthorship|avg:hasEntry ?s . ?s ?p ?o BIND(?o AS ?other) }}
  OPTIONAL {{ ?other rdfs:label ?label ; a ?type OPTIONAL {{ ?other avg:year ?year }} }}
}}"""


def construct_entity(node: str) -> str:
    """Return the query for the RDF of an entity, given as SPARQL writes it: what is said of it, who says it, and what these are called; how the list says it stands in the file of the paper.

    Of a paper it has what is said of its authorships and entries. Who follows the IRIs in it comes from a person to the papers and from an institution to its people.
    """
    return _CONSTRUCT.replace("NODE", node)
