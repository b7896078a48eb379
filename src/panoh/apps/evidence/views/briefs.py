"""Building a brief: every citation looked up, every number proved, what is risky left out.

Reading only. It refuses as a whole, naming all that is wrong; what it leaves out for the reader or
the place is told to the author and stands nowhere in the brief.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.rules import spec as specs
from panoh.apps.evidence.rules.figures import number
from panoh.apps.evidence.rules.numerals import numbers
from panoh.apps.evidence.rules.proved import in_heading
from panoh.apps.evidence.rules.risk import is_risky
from panoh.apps.evidence.rules.spec import Block, Sentence, Spec
from panoh.apps.evidence.views.claims import status_of
from panoh.apps.evidence.views.figures import Shown, differing, of_claims, rival_accounts
from panoh.core import meeting
from panoh.core.app import Illustration, Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.errors import Invalid, NotFound
from panoh.words import LANGUAGES, N_, use_language

TYPES: tuple[RecordType, ...] = (
    records.CLAIM,
    records.FIGURE,
    records.PRACTICE,
    records.FINDING,
)
NO_PLACE = N_("Say where it will be read: some of what is cited is risky in some places.")
READERS = tuple(each.key for each in records.BRIEF.fields[1].choices)


@dataclass(frozen=True, slots=True)
class Cited:
    """What an id leads to. `where` is the source's citation and the place in it."""

    ref: str
    row: Row
    source: Row | None
    where: str
    numbers: frozenset[Decimal]
    findings: tuple[Row, ...] = ()
    sources: dict[str, Row] = field(default_factory=dict)  # of the findings
    claim: Row | None = None  # that a figure stands in

    def behind(self) -> list[Row]:
        """Everything that whoever reads it is handed."""
        held = (self.row, self.claim, self.source, *self.findings, *self.sources.values())
        return [each for each in held if each]


@dataclass(frozen=True, slots=True)
class Built:
    """A brief ready to be written. `numbered`: id → number of its reference."""

    spec: Spec
    blocks: tuple[Block, ...]
    cited: dict[str, Cited]
    numbered: dict[str, int]
    disagreements: list[Shown]
    left_out: tuple[str, ...] = field(default=())
    names: dict[str, str] = field(default_factory=dict)  # record beside another → what it rests on
    shown: dict[Block, Illustration] = field(default_factory=dict)

    def references(self) -> list[tuple[int, Cited]]:
        return sorted((n, self.cited[ref]) for ref, n in self.numbered.items())


def build(node: Node, spec: Spec) -> Built:
    """The brief; Invalid with every reason why it cannot be built."""
    problems: dict[str, str] = {}
    _check_head(spec, problems)
    cited: dict[str, Cited] = {}
    for ref in spec.cited():
        try:
            cited[ref] = _look_up(node, ref)
        except NotFound:
            problems[ref] = N_("This citation leads nowhere any more.")
    _check_cited(node, cited, problems)
    _check_numbers(spec, cited, problems)
    if not spec.place and any(row.get("risk_where") for e in cited.values() for row in e.behind()):
        problems["place"] = NO_PLACE
    if problems:
        raise Invalid(problems)
    left = {ref for ref, each in cited.items() if _is_risky(each, spec)}
    pictures, seen = illustrated(node, spec)
    left |= {ref for ref, each in seen.items() if _is_risky(each, spec)}
    blocks = tuple(made for block in spec.blocks if (made := _without(block, left)) is not None)
    kept = Spec(spec.title, spec.reader, spec.place, spec.language, blocks)
    used = _used(kept, {**seen, **cited}, pictures, left)
    shown, names, risky = _around(node, spec, used)
    numbered = _number(used)
    return Built(kept, blocks, used, numbered, shown, tuple(sorted(left | risky)), names, pictures)


def _used(
    spec: Spec, cited: dict[str, Cited], pictures: dict[Block, Illustration], left: set[str]
) -> dict[str, Cited]:
    """What is cited, in the order of the text, pictures included."""
    found: dict[str, Cited] = {}
    for block in spec.blocks:
        refs = Spec("", "", "", "", (block,)).cited()
        if block in pictures:
            refs = [name for said in pictures[block].said for name in said.cited]
        found.update({ref: cited[ref] for ref in refs if ref not in left})
    return found


def illustrated(node: Node, spec: Spec) -> tuple[dict[Block, Illustration], dict[str, Cited]]:
    """What other parts of the program show in this brief, without what is risky for its reader or
    was taken back, and every claim behind it; Invalid when it is not there."""
    problems: dict[str, str] = {}
    pictures: dict[Block, Illustration] = {}
    seen: dict[str, Cited] = {}
    for block in (each for each in spec.blocks if each.kind == "shown"):
        name = f"{block.text} {block.ref}"
        try:
            with use_language(spec.language):
                pictures[block] = meeting.illustrate(node, block.text, block.ref)
                behind = {ref: _look_up(node, ref) for ref in sorted(pictures[block].rests)}
                gone: dict[str, str] = {}
                _check_cited(node, behind, gone)
                risky = {ref for ref, each in behind.items() if _is_risky(each, spec)}
                if without := frozenset(risky | set(gone)):
                    pictures[block] = meeting.illustrate(node, block.text, block.ref, without)
        except NotFound:
            problems[name] = N_("This citation leads nowhere any more.")
            continue
        except Invalid as refused:
            problems.update(refused.problems)
            continue
        if gone and not pictures[block].said:
            problems[name] = next(iter(gone.values()))
        if not spec.place and any(r.get("risk_where") for e in behind.values() for r in e.behind()):
            problems["place"] = NO_PLACE
        seen.update({ref: each for ref, each in behind.items() if ref not in gone})
    if problems:
        raise Invalid(problems)
    return pictures, seen


def _around(
    node: Node, spec: Spec, used: dict[str, Cited]
) -> tuple[list[Shown], dict[str, str], set[str]]:
    """The disagreements around what is cited, what each row rests on, what was left out of them.

    What they bring in is added to `used`, so that it has a reference too.
    """
    shown: list[Shown] = []
    names: dict[str, str] = {}
    left: set[str] = set()
    for each in _among(node, list(used.values())):
        rests = {row["id"]: _rests_on(node, row) for row in each.rows}
        names.update({record: _ref(row) for record, row in rests.items()})
        beside = {_ref(row): _look_up(node, row["id"]) for row in rests.values()}
        gone = {ref for ref, found in beside.items() if _taken_back(node, found)}
        risky = {ref for ref, found in beside.items() if _is_risky(found, spec)}
        rows = [row for row in each.rows if names[row["id"]] not in risky | gone]
        left |= risky
        if len(rows) < 2 or ((risky or gone) and each.kind == "arithmetic"):
            continue  # what remains is no longer a comparison
        shown.append(replace(each, rows=rows))
        kept_refs = dict.fromkeys(names[row["id"]] for row in rows)
        used.update({ref: beside[ref] for ref in kept_refs if ref not in used})
    return shown, names, left


def _rests_on(node: Node, row: Row) -> Row:
    """The claim that a figure stands in, else the record itself."""
    claim = row.get("claim") if row["type"] == "figure" else None
    return access.claim(node, claim) if claim else row


def _ref(row: Row) -> str:
    """What a record is called in a brief."""
    return str(row["ref"] if row["pack"] else row["ref"][:8])


def _number(used: dict[str, Cited]) -> dict[str, int]:
    """The references in the order of the text. A practice has those of its findings."""
    numbered: dict[str, int] = {}
    for ref, each in list(used.items()):
        if not each.findings:
            numbered[ref] = len(numbered) + 1
        for finding in each.findings:
            name = _ref(finding)
            source = each.sources.get(finding["source"] or "")
            where = ", ".join(part for part in (citation(source), finding["locator"] or "") if part)
            if where and name not in used:
                used[name] = Cited(name, finding, source, where, frozenset())
            if where:
                numbered.setdefault(name, len(numbered) + 1)
    return numbered


def _check_head(spec: Spec, problems: dict[str, str]) -> None:
    if not spec.title:
        problems["title"] = N_("This is needed.")
    if spec.reader not in READERS:
        problems["reader"] = N_(
            "Say for whom it is: ministry, donor, colleague, researcher, public."
        )
    if spec.language not in LANGUAGES:
        problems["language"] = N_("Choose one of those offered.")
    if not spec.blocks:
        problems["body"] = N_("There is no text yet.")


def _check_numbers(spec: Spec, cited: dict[str, Cited], problems: dict[str, str]) -> None:
    given = {ref: each.numbers for ref, each in cited.items()}
    for text in (spec.title, *(each.text for each in spec.blocks if each.kind == "heading")):
        for said in in_heading(text, spec.language):
            problems[said] = N_("A heading has no place for a citation: say this in a sentence.")
    for block in spec.blocks:
        for sentence in block.sentences:
            for said in specs.unproved(sentence, given, spec.language):
                problems[said] = (
                    N_("No claim cited beside this number gives it.")
                    if sentence.cited
                    else N_("A number without a citation.")
                )


def _look_up(node: Node, ref: str) -> Cited:
    for rtype in TYPES:
        try:
            row = access.find(node, rtype, ref)
        except NotFound:
            continue
        findings: tuple[Row, ...] = ()
        if rtype is records.PRACTICE:
            where = "practice = ?"
            findings = tuple(
                access.select(node, records.FINDING, where, (row["id"],), "ORDER BY ref")
            )
        claim = access.claim(node, row["claim"]) if row.get("claim") else None
        source_id = row.get("source") or (claim or {}).get("source")
        source_id = source_id or next((f["source"] for f in findings if f["source"]), None)
        source = access.source(node, source_id) if source_id else None
        locator = row.get("locator") or next((f["locator"] for f in findings if f["locator"]), "")
        if claim and not locator:
            locator = claim["locator"]
        place = ", ".join(each for each in (citation(source), locator or "") if each)
        held = {f["source"]: access.source(node, f["source"]) for f in findings if f["source"]}
        given = _numbers(node, rtype, row, findings)
        return Cited(ref, row, source, place, given, findings, held, claim)
    raise NotFound(what=ref)


def _numbers(
    node: Node, rtype: RecordType, row: Row, findings: Iterable[Row]
) -> frozenset[Decimal]:
    """The numbers that a cited record gives."""
    rows = [row] if rtype is records.FIGURE else []
    if rtype is records.CLAIM:
        rows = of_claims(node, [row["id"]])
    found = {number(each[name]) for each in rows for name in ("value", "low", "high")}
    texts = [row.get(name) for name in ("text", "what", "effect", "design")]
    texts += [each[name] for each in findings for name in ("effect", "design", "outcome")]
    texts += [each["words"] for each in rows]
    for said in texts:
        found |= {each.value for each in numbers(str(said or ""), "en")}
    return frozenset(each for each in found if each is not None)


def citation(source: Row | None) -> str:
    """A source in one line."""
    if source is None:
        return ""
    authors = list(source["authors"] or [])
    who = "; ".join(authors[:3]) + (" et al." if len(authors) > 3 else "")
    place = f"doi:{source['doi']}" if source["doi"] else source["url"]
    parts = [who, *(source[name] for name in ("title", "container", "detail", "publisher"))]
    parts += [source["issued"], place]
    return ". ".join(str(each).rstrip(".") for each in parts if each)


def _check_cited(node: Node, cited: dict[str, Cited], problems: dict[str, str]) -> None:
    claims = {ref: _claim_behind(each) for ref, each in cited.items()}
    stands = status_of(node, [each for each in claims.values() if each])
    for ref, each in cited.items():
        row = claims[ref] or each.row
        if stands.get(row["id"]) == "withdrawn" or _withdrawn(node, each.row):
            problems[ref] = N_("This claim was withdrawn.")
        elif not each.where:
            problems[ref] = N_("Nothing says where this can be read.")
        elif row.get("passage"):
            state = access.passage(node, row["passage"])["state"]
            if state == "lost":
                problems[ref] = N_("Its passage is not found in the source any more.")
    unshown = [
        ref
        for ref, each in cited.items()
        if each.row["type"] == "finding" and each.row["state"] == "not_assessed"
    ]
    problems.update(dict.fromkeys(unshown, N_("This finding was not assessed.")))


def _claim_behind(each: Cited) -> Row | None:
    """The claim that is cited, by itself or through a figure of it."""
    return each.row if each.row["type"] == "claim" else each.claim


def _taken_back(node: Node, each: Cited) -> bool:
    held = [row for row in (each.row, each.claim) if row]
    return "withdrawn" in status_of(node, held).values()


def _withdrawn(node: Node, row: Row) -> bool:
    """Whether the person took back a figure or a practice."""
    return status_of(node, [row])[row["id"]] == "withdrawn"


def _is_risky(each: Cited, spec: Spec) -> bool:
    """Whether this, what it rests on, or a source of it is risky for the reader or the place."""
    return any(
        is_risky(row.get("hold_risk"), row.get("risk_where") or [], spec.reader, spec.place)
        for row in each.behind()
    )


def _without(block: Block, left: set[str]) -> Block | None:
    """The block without sentences that rest on what is left out; None when nothing remains."""
    if block.kind == "whole":
        return None if block.ref in left else block
    if not block.sentences:
        return block
    kept: list[Sentence] = [
        each for each in block.sentences if not (each.cited and set(each.cited) & left)
    ]
    return Block(block.kind, tuple(kept)) if kept else None


def _among(node: Node, cited: list[Cited]) -> list[Shown]:
    """Disagreements in which something cited takes part."""
    claims = {each.row["id"] for each in cited if each.row["type"] == "claim"}
    claims |= {each.row["claim"] for each in cited if each.row["type"] == "figure"}
    if not claims:
        return []
    held = [*differing(node), *rival_accounts(node)]
    return [each for each in held if claims & {_claim_of(row) for row in each.rows}]


def _claim_of(row: dict[str, Any]) -> str:
    return str(row["claim"] if row["type"] == "figure" else row["id"])
