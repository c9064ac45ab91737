"""Cut the parts of a list into records: table rows, items with what is nested in them, paragraphs, headings with what follows."""

from collections.abc import Iterator, Sequence

from avgraph.reading.headers import field_of_header
from avgraph.reading.likeness import is_name, is_venue_or_date, looks_like_names
from avgraph.reading.markdown.raw_blocks import Definitions
from avgraph.reading.markdown.runs import BREAKS, Row
from avgraph.reading.markdown.scan import scan_runs
from avgraph.reading.markdown.structure import HTML, Part, PartKind, Structure
from avgraph.reading.markdown.tables import table_rows
from avgraph.reading.records.headings import OpenSections
from avgraph.reading.records.record import CutRecord, Record, RecordKind, Section
from avgraph.reading.records.row_text import RowText, are_numbered
from avgraph.reading.records.shape import Shape, are_citations, are_titles, shared_links, split_by_title
from avgraph.reading.tagged.tables import is_dataset_table

_LONGEST_GROUP = 12
"""Words of a text that groups items."""
_NO_TEXT = ("blank", "anchor", "back link", "rule", "comment")
"""Furniture that is no text of the section where it stands."""
_LOOK_AHEAD = 6
"""Parts below a heading that tell whether it is the title of a paper."""
_SHORT_TITLE, _SURE_TITLE = 0.3, 0.6
_WORDS_OF_TOPIC, _LEAST_PARAGRAPHS = 3, 2
"""At most so many words has the topic above titles that have nothing else; so many paragraphs below one are an entry each."""
_LONGEST_REMARK = 60
"""Characters of a line of links other than to a paper."""
_MOST_ROWS = 60
"""Rows of a record that are looked at."""


class Cutter:
    """Takes the parts of a list in order, and holds its records and sections."""

    def __init__(self, structure: Structure, definitions: Definitions) -> None:
        """Cut the whole list."""
        self.structure = structure
        self.definitions = definitions
        self.records: list[CutRecord] = []
        self._shapes: dict[Part, Shape] = {}
        """The rows that were read, by their parts."""
        self.dataset_tables: list[tuple[Part, Section | None]] = []
        """Tables whose rows list datasets, and the sections that they stand in."""
        self._place = OpenSections()
        self.sections = self._place.all
        self._open: CutRecord | None = None
        """The record that what follows can still belong to."""
        parts = structure.parts
        for index, part in enumerate(parts):
            if part.kind is PartKind.HEADING:
                self._heading(part, parts[index + 1 : index + 1 + _LOOK_AHEAD])
            else:
                self._add(part, parts[index + 1] if index + 1 < len(parts) else None)

    def _add(self, part: Part, following: Part | None) -> None:
        if self._place.current is not None and part.kind not in (PartKind.OPENING, PartKind.CLOSING) and part.marker not in _NO_TEXT:
            self._place.current.has_text = True
        if part.kind is PartKind.OPENING:
            text = self._shape(part).row.text.strip()
            is_field = self._open is not None and self._open.record.kind is RecordKind.HEADING and field_of_header(text) is not None
            self._open = self._open if is_field else None
            self._place.open_group(part, text, is_field=is_field)
        elif part.kind is PartKind.CLOSING:
            self._open = self._open if self._place.hidden else None
            self._place.close_group()
        elif part.kind is PartKind.TABLE:
            self._table(part)
        elif part.kind is PartKind.ITEM:
            self._item(part, self._place.groups())
        elif part.kind is PartKind.PARAGRAPH:
            self._paragraph(part, following)
        elif part.marker in ("rule", "code block"):
            self._open = None

    def row(self, part: Part) -> Row:
        """Return the runs of a paragraph or heading."""
        return Row(scan_runs(self.structure.text, part.start, part.end, self.definitions), 0, "", part.first + 1, part.last + 1)

    def _shape(self, part: Part, depth: int = 0) -> Shape:
        shape = self._shapes.get(part)
        if shape is None:
            shape = self._shapes[part] = Shape(RowText(self.row(part)))
        shape.row.row.depth = depth
        return shape

    def _new(
        self, kind: RecordKind, shapes: Sequence[Shape], part: Part, groups: tuple[str, ...], headers: tuple[str, ...] = ()
    ) -> CutRecord:
        rows = tuple(shape.row.row for shape in shapes)
        record = Record(kind, rows, self._place.path(), part.first + 1, part.last + 1, groups, headers)
        cut = CutRecord(record, self._place.current, list(shapes))
        self.records.append(cut)
        return cut

    def _attach(self, shapes: Sequence[Shape], last: int) -> None:
        """Give rows to the open record."""
        if self._open is not None:
            self._open.shapes += shapes
            self._open.record.rows = tuple(shape.row.row for shape in self._open.shapes)
            self._open.record.last_line = max(self._open.record.last_line, last + 1)

    def _heading(self, part: Part, following: Sequence[Part]) -> None:
        shape = self._shape(part)
        section = self._place.open_section(part, shape.row.text.strip())
        self._open = None
        is_like_title = shape.likeness >= 0.3 or (shape.likeness >= 0.12 and self._is_followed_by_names(following))
        is_linked = shape.has_paper_link and not (shape.likeness < _SURE_TITLE and self._is_followed_by_entry(following))
        if is_like_title and (is_linked or self._is_followed_by_paper(following, is_dated=shape.has_slot)):
            section.is_record = True
            self._place.current = section.parent
            self._open = self._new(RecordKind.HEADING, [shape], part, ())
            self._place.current = section

    def _is_followed_by_entry(self, following: Sequence[Part]) -> bool:
        """Tell whether the first thing under a heading, blank lines left out, is an item with a title and a link of its own."""
        part = next((part for part in following if part.kind in (PartKind.ITEM, PartKind.PARAGRAPH, PartKind.HEADING)), None)
        shape = self._first_shape(part) if part is not None and part.kind is PartKind.ITEM else None
        return shape is not None and shape.is_entry and shape.has_marked_title

    def _is_followed_by_paper(self, following: Sequence[Part], *, is_dated: bool) -> bool:
        """Tell whether a paper's links as words, or its abstract, stand under a heading, and no entry; after venue and year (`is_dated`) any links do."""
        for part in following:
            if part.kind is PartKind.HEADING or part.kind is PartKind.TABLE:
                return False
            if part.kind is PartKind.OPENING and field_of_header(self._shape(part).row.text.strip()) == "summary":
                return True
            shape = self._first_shape(part)
            if shape is None:
                continue
            if shape.label in ("code", "link") and shape.has_marked_title:
                return False
            is_labelled = shape.label in ("paper", "link", "code") and shape.likeness < _SURE_TITLE
            if shape.label == "summary" or (shape.has_paper_link and (shape.is_links or is_labelled)):
                return True
            if is_dated and shape.is_links:
                return True
            is_remark = bool(shape.link_kinds) and not shape.has_paper_link and len(shape.row.text) <= _LONGEST_REMARK
            if not (is_remark or shape.is_rest or is_name(shape.row.text.strip())):
                return False
        return False

    def _is_followed_by_names(self, following: Sequence[Part]) -> bool:
        """Tell whether names stand right under a heading, as below the title of a paper."""
        shape = self._first_shape(following[0] if following else None)
        return shape is not None and not shape.link_kinds and (shape.label == "authors" or looks_like_names(shape.row.text.strip()))

    def _first_shape(self, part: Part | None) -> Shape | None:
        """Return the first row of an item or paragraph."""
        if part is None or part.kind not in (PartKind.ITEM, PartKind.PARAGRAPH):
            return None
        if part.kind is PartKind.ITEM:
            part = next((child for child in part.children if child.kind is PartKind.PARAGRAPH), None)
        return self._shape(part) if part is not None else None

    def _firsts(self, parts: Sequence[Part]) -> list[tuple[Part, Shape]]:
        """Return each item that has text with its first row."""
        return [(part, shape) for part in parts if (shape := self._first_shape(part)) is not None]

    def _table(self, part: Part) -> None:
        self._open = None
        if part.marker != HTML and is_dataset_table(self.structure.lines[part.first]):
            self.dataset_tables.append((part, self._place.current))
            return
        headers, rows = table_rows(self.structure, part, self.definitions)
        for first, last, cells in rows:
            shapes = [Shape(RowText(cell)) for cell in cells]
            place = Part(PartKind.TABLE, first, last, 0, 0)
            for each in split_by_title(shapes):
                self._new(RecordKind.ROW, each, place, self._place.groups(captioned=False), headers)

    def _item(self, part: Part, groups: tuple[str, ...]) -> None:
        """Cut an item: a record with what is nested in it as its fields, or a group of the records nested in it."""
        texts = [child for child in part.children if child.kind is PartKind.PARAGRAPH]
        own = [self._shape(child) for child in texts]
        nested = [child for child in part.children if child.kind is PartKind.ITEM]
        if len(texts) == 1 and not nested and own[0].row.text.count("\n|") > 1:
            self._paragraph(texts[0], None)  # Rows of a table that go on in an item.
            return
        if self._open is not None and self._open.goes_on_with(own, has_nested=bool(nested)):
            self._attach([*own, *self._nested_shapes(nested)], part.last)
            return
        if entries := self._entries_below(own, texts, nested):
            for child, rows, topic in entries:
                self._new(RecordKind.ITEM, rows, child, (*groups, *topic))
        elif nested and self._are_entries(own, nested):
            group = own[0].row.text.strip() if own else ""
            is_entry = bool(own) and (own[0].is_entry or len(group.split()) > _LONGEST_GROUP or own[0].is_titled_link)
            is_entry = is_entry and not self._groups_titles(own, nested)
            if is_entry or any(shape.has_paper_link for shape in own[:1]):
                remarks = self._remarks(nested)
                self._new(RecordKind.ITEM, [*own, *self._nested_shapes(remarks)], part, groups).leads_others = True
                group, nested = "" if is_entry else group, nested[len(remarks) :]
            for child in nested:
                self._item(child, (*groups, group) if group else groups)
        elif shapes := [*own, *self._nested_shapes(nested)]:
            for each in split_by_title(shapes) if shapes == own else [shapes]:
                self._new(RecordKind.ITEM, each, part, groups)
        for table in (child for child in part.children if child.kind is PartKind.TABLE):
            self._table(table)
        if self._open is None or self._open.record.kind is not RecordKind.HEADING:
            self._open = None

    def _remarks(self, nested: Sequence[Part]) -> Sequence[Part]:
        """Return the items nested in an entry, before others that are entries, that only say something of it."""
        count = next(
            (number for number, child in enumerate(nested) if (shape := self._first_shape(child)) is None or shape.link_kinds), len(nested)
        )
        return nested[:count] if count < len(nested) else ()

    def _are_entries(self, own: Sequence[Shape], nested: Sequence[Part]) -> bool:
        """Tell whether what is nested in an item are entries of their own."""
        firsts = [shape for _, shape in self._firsts(nested[:40])]
        entries = sum(shape.is_entry for shape in firsts)
        deeper = sum(1 for child in nested[:40] if any(each.kind is PartKind.ITEM for each in child.children))
        if own and own[0].is_entry:
            return (
                entries > 0 and 2 * entries >= len(firsts) and 2 * sum(shape.has_paper_link for shape in firsts if shape.is_entry) > entries
            )
        if entries and not (len(nested) == 1 and own and own[0].has_paper_link) and (2 * entries >= len(firsts) or entries >= 3):
            return True
        if self._groups_titles(own, nested):
            return True
        if own and own[0].link_kinds:
            return False
        has_links = sum(bool(shape.link_kinds) and not shape.is_rest for shape in firsts)
        return 2 * has_links > len(firsts) or (deeper > 0 and 2 * deeper >= len(nested))

    def _groups_titles(self, own: Sequence[Shape], nested: Sequence[Part]) -> bool:
        """Tell whether an item names the topic of titles that are nested in it and have nothing else, or each a link as it has."""
        if not own or own[0].has_paper_link or len(own[0].row.text.split()) > _WORDS_OF_TOPIC:
            return False
        firsts = [shape for _, shape in self._firsts(nested[:_MOST_ROWS])]
        is_dated = is_venue_or_date(own[0].row.text.strip()) and all(shape.names_paper for shape in firsts)
        return is_dated or (len(firsts) > 1 and are_titles(firsts, are_linked=bool(own[0].link_kinds)))

    def _entries_below(
        self, own: Sequence[Shape], texts: Sequence[Part], nested: Sequence[Part]
    ) -> list[tuple[Part, list[Shape], tuple[str, ...]]]:
        """Return the citations nested in an item with links, or the linked titles that are paragraphs below its first, with the group that this is."""
        if nested:
            firsts = self._firsts(nested[:_MOST_ROWS]) if own and len(nested) > 1 and own[0].has_paper_link else []
            firsts = firsts if are_citations([shape for _, shape in firsts]) else []
            return [(child, [shape, *shared_links(own[0], number, len(firsts))], ()) for number, (child, shape) in enumerate(firsts)]
        if len(own) <= _LEAST_PARAGRAPHS or own[0].link_kinds or not all(shape.is_entry and shape.is_titled_link for shape in own[1:]):
            return []
        return [(child, [shape], (own[0].row.text.strip(),)) for child, shape in zip(texts[1:], own[1:], strict=True)]

    def _nested_shapes(self, nested: Sequence[Part], depth: int = 1) -> Iterator[Shape]:
        for child in nested[:_MOST_ROWS]:
            for each in child.children:
                if each.kind is PartKind.PARAGRAPH:
                    yield self._shape(each, depth)
                elif each.kind is PartKind.ITEM:
                    yield from self._nested_shapes([each], depth + 1)

    def _paragraph(self, part: Part, following: Part | None) -> None:
        shape = self._shape(part)
        if self._open is not None and (shape.is_rest or self._open.record.kind is RecordKind.HEADING):
            shape.row.row.header = self._place.hidden
            self._attach([shape], part.last)
            return
        pieces = self._lines_of_entries(part, shape)
        if pieces:
            for piece in pieces:
                self._new(RecordKind.PARAGRAPH, [self._shape(piece)], piece, self._place.groups())
            self._open = None
            return
        text = shape.row.text.strip()
        is_short = not shape.link_kinds and 0 < len(text.split()) <= _LONGEST_GROUP
        is_caption = following is not None and following.kind is PartKind.ITEM and is_short and not self._leads(following)
        if is_caption or (is_venue_or_date(text) and not shape.link_kinds):
            self._place.caption, self._open = text, None
            return
        self._open = self._new(RecordKind.PARAGRAPH, [shape], part, self._place.groups())

    def _leads(self, following: Part) -> bool:
        """Tell whether an item only goes on with what stands before it."""
        return (shape := self._first_shape(following)) is not None and (shape.is_rest or shape.starts_with_link_word)

    def _lines_of_entries(self, part: Part, shape: Shape) -> list[Part]:
        """Return the stretches of a paragraph that are entries each, where several lines start one or are rows without a table's header."""
        has_breaks = any(run.kind in BREAKS for run in shape.row.runs)
        is_numbered = has_breaks and are_numbered(shape.row.text)
        if not has_breaks or not (is_numbered or sum(map(bool, shape.link_kinds)) >= 2):
            return []
        pieces: list[Part] = []
        entries = rows = 0
        for line in range(part.first, part.last + 1):
            end = min(part.end, self.structure.starts[line] + len(self.structure.lines[line]))
            piece = Part(PartKind.PARAGRAPH, line, line, max(part.start, self.structure.starts[line]), end)
            is_row = self.structure.lines[line].lstrip().startswith("|")
            rows += is_row
            if is_numbered or is_row or not pieces or self._shape(piece).starts_entry(self._shape(pieces[-1])):
                entries += 1
                pieces.append(piece)
            else:
                pieces[-1].end, pieces[-1].last = end, line
                self._shapes.pop(pieces[-1], None)
        return pieces if entries >= 2 and (is_numbered or rows >= 2 or self._shape(pieces[0]).is_entry) else []
