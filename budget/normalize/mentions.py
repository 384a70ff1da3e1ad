"""What the running text says of itself in (titles, years, headings, reasons, damage, …), mentions with their words out.

Only the words themselves are kept, never a sentence. A cell of a mention is called m<line>.<kind><n>, so that its id
does not depend on what else is read from the line.
"""

from __future__ import annotations

import re

from budget.layouts import Layouts, pattern
from budget.model import squeeze
from budget.normalize.goals import han_number
from budget.normalize.ledger import Ledger
from budget.normalize.statement import Paragraph

LONGEST = 60  # characters of a mention's text
_SHORTEST = 4  # characters of a cell in which anything could be found
_CONTEXT = 8  # characters shown on either side of a damaged word
_HEADING_WORDS = 20  # characters kept of a heading
_HEADING = re.compile(
    r"(?P<part>第(?P<part_no>[一二三四五六七八九十]+)部分)|(?P<han>(?P<han_no>[一二三四五六七八九十]+)、)"
    r"|(?P<han_bracket>\((?P<han_bracket_no>[一二三四五六七八九十]+)\))|(?P<arabic>(?P<arabic_no>\d{1,3})[、.](?!\d))"
    r"|(?P<arabic_bracket>\((?P<arabic_bracket_no>\d{1,2})\))"
)
_PLANS = {"performance", "goals", "subgoals", "measures", "special_funds", "project_targets"}  # they speak of other years too
_LEVELS = "省市县区"
_CLAUSE_END = re.compile(r"[。;,:]")
_TITLES = re.compile(r"《[^》]*》")  # names of laws and papers, which speak of others
_DOCUMENT_NUMBER = re.compile(r"(?P<issuer>[一-鿿]{0,12})[\[(〔【](?P<year>\d{4})[\])〕】]第?(?P<number>\d{1,5})号")
_NOT_COUNTED = re.compile(r"[\s\"“”'‘’]")
_SENTENCE_END = re.compile(r"[。；;]")


class MentionReader:
    """Enters the mentions of one document into its ledger."""

    def __init__(self, ledger: Ledger, layouts: Layouts) -> None:
        self._ledger = ledger
        self._words = layouts.document["words"]["mentions"]
        self._component = re.compile(_components(layouts))
        # 公务接待费…，较2019年三公经费减少: what it is compared with is not what is spoken of
        self._compared = re.compile(f"(?:{layouts.statement['compared']})(?:{_components(layouts)})")
        self._damaged = re.compile("|".join(f"(?P<{name}>{words})" for name, words in self._words["damage"].items()))
        self._said: set[tuple[str, str, str]] = set()
        self._broken: tuple[int, str] | None = None  # a line that ends in a comma, until the next line is seen

    # Once a document ----------------------------------------------------------------------------------------------

    def title(self, line: int, text: str) -> None:
        """The line from which the document's title was read."""
        self._enter("title", (line, line), text)

    # Lines --------------------------------------------------------------------------------------------------------

    def line(self, line: int, text: str, section: str) -> None:
        """One (squeezed) line of running text."""
        lines = (line, line)
        heading = _HEADING.match(text)
        self._break_off(text, bool(heading) or bool(pattern(self._words["opens"]).match(text)))
        if heading:
            self._heading(lines, text, heading)
        elif text.endswith((",", "、")) and len(text) > _CONTEXT:  # the items of a list may end in commas
            self._broken = (line, text)
        if section not in _PLANS:
            for match in pattern(self._words["year"]).finditer(text):
                self._once(section, "year", lines, match[0], match["year"])
        for match in pattern(self._words["level"]).finditer(_TITLES.sub("", text)):
            self._once(section, "level", lines, match[0], next((word for word in match[0] if word in _LEVELS), "省"))
        for number, value in self._document_numbers(text):
            self._enter("document_number", lines, number, value)
        for words, value in self._damage(text):
            self._enter("damage", lines, words, value)

    def table_follows(self) -> None:
        """A line that a table follows is not taken for one that breaks off."""
        self._broken = None

    def furniture(self, name: str, match: re.Match[str], line: int, section: str) -> None:
        """A line above a table that says of whom it is (code) or of which year; `name` is its pattern's."""
        if name == "year":
            self._once(section, "year", (line, line), match[0], match["year"] or match["year_form"])
        elif name in ("unit_code", "prepared_by") and match["code"]:
            self._once(section, "unit_code", (line, line), match[0], match["code"])

    def _heading(self, lines: tuple[int, int], text: str, heading: re.Match[str]) -> None:
        kind = heading.lastgroup
        number = heading[f"{kind}_no"]
        end = _CLAUSE_END.search(text, heading.end())
        words = text[: min(end.start() if end else len(text), heading.end() + _HEADING_WORDS)]
        self._enter("heading", lines, words, f"{kind}:{number if number.isdigit() else han_number(number)}")

    def _break_off(self, text: str, opens: bool) -> None:
        """A line that ends in a comma although the next one begins something new has lost its end."""
        broken, self._broken = self._broken, None
        if broken and opens:
            line, words = broken
            self._enter("damage", (line, line), words[-2 * _CONTEXT :], "cut_off")

    # Cells of tables ----------------------------------------------------------------------------------------------

    def cells(self) -> None:
        """Damage and document numbers in the cells of tables; a merged cell, printed in several columns, counts once."""
        seen = set()
        read: dict[str, list[tuple[str, str, str]]] = {}  # most texts of a form stand in it many times
        for cell_id, line, text in self._ledger.printed():
            if len(text) < _SHORTEST or text.isascii() or (line, text) in seen:
                continue
            seen.add((line, text))
            if text not in read:
                bare = squeeze(text)
                found = [("document_number", *pair) for pair in self._document_numbers(bare)]
                read[text] = found + [("damage", *pair) for pair in self._damage(bare)]
            for kind, words, value in read[text]:
                self._ledger.mention(kind, words, value, cell_id)

    def _document_numbers(self, text: str) -> list[tuple[str, str]]:
        """(as printed, normalised: 冀财预〔2019〕67号) of every document cited."""
        found = []
        for match in _DOCUMENT_NUMBER.finditer(text) if "号" in text else ():
            issuer = re.split(self._words["before_issuer"], match["issuer"])[-1]
            printed = issuer + text[match.end("issuer") : match.end()]
            found.append((printed, f"{issuer}〔{match['year']}〕{int(match['number'])}号"))
        return found

    def _damage(self, text: str) -> list[tuple[str, str]]:
        """(the place with a few characters around, '<class>:<damaged word>') of all that is damaged in a (squeezed) text."""
        return [
            (text[max(0, match.start() - _CONTEXT) : match.end() + _CONTEXT][:LONGEST], f"{match.lastgroup}:{match[0]}")
            for match in self._damaged.finditer(text)
        ]

    # Sentences about the three public funds -----------------------------------------------------------------------

    def reasons(self, paragraph: Paragraph) -> None:
        """The clauses that give a reason for a change, each with the component of the three public funds it speaks of."""
        kept = [at for at, character in enumerate(paragraph.text) if not _NOT_COUNTED.match(character)]
        bare = "".join(paragraph.text[at] for at in kept)
        end = 0
        for match in pattern(self._words["reason"]).finditer(bare):
            if match.start() < end:  # a second reason within the clause of the first
                continue
            stop = _SENTENCE_END.search(bare, match.end())
            end = stop.start() if stop else len(bare)
            component = self._subject(bare, match.start(), end)
            if component and end - match.end() > 1:
                start, last = kept[match.start()], kept[end - 1] + 1
                self._enter("reason", paragraph.lines(start, last), paragraph.text[start:last], component)

    def _subject(self, text: str, start: int, end: int) -> str | None:
        """The component that a reason speaks of: the last one named before it, on its own level of brackets.

        A reason that opens a sentence (由于…，公务接待费减少) speaks of the component behind it, or of the first of the paragraph.
        """
        opened = max((text.rfind(mark, 0, start) for mark in "。；;"), default=-1) + 1
        before = self._compared.sub("", _outside_brackets(text[opened:start]))
        named = [match.lastgroup for match in self._component.finditer(before)]
        if named:
            return named[-1]
        behind = self._component.search(text, start, end) if start == opened else None
        first = self._component.search(text, 0, start)
        found = behind or first
        return found.lastgroup if found else None

    # Making -------------------------------------------------------------------------------------------------------

    def _once(self, section: str, kind: str, lines: tuple[int, int], text: str, value: str) -> None:
        """Enter words that a section repeats only where it says them first."""
        if (section, kind, text) not in self._said:
            self._said.add((section, kind, text))
            self._enter(kind, lines, text, value)

    def _enter(self, kind: str, lines: tuple[int, int], text: str, value: str | None = None) -> None:
        text = text.strip()[:LONGEST].rstrip()
        self._ledger.mention(kind, text, value, self._ledger.add_words(lines, kind, text))


def _components(layouts: Layouts) -> str:
    """One group per component of the three public funds, by the names that the statement layout knows."""
    names: dict[str, list[str]] = {}
    for group in layouts.statement["label"]:
        for row in group["rows"] if "three_public_text" in group["sections"] else []:
            names.setdefault(row["item"], []).append(row["name"])
    return "|".join(f"(?P<{item}>{'|'.join(known)})" for item, known in names.items())


def _outside_brackets(text: str) -> str:
    """The text without what stands in brackets that are closed again; 因公出国(境) keeps its own."""
    return re.sub(r"\((?!境\))(?:[^()]|\(境\))*\)", "", text)
