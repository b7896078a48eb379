"""What stands on paper, and what never does."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands, documents
from panoh.apps.casework.documents.forms import HEARD_IN, WORDS
from panoh.apps.casework.records.outside import PAPERS
from panoh.apps.casework.rules import told
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.paper import pdf
from panoh.words import _, use_language
from tests.cast import FULL
from tests.paper.reading import dark, read
from tools import words as tool

SECRETS = {
    "goes_by": "Zulfiyacanary",
    "names": "Раҳмоновкан\nRahmonovcanary",
    "phone": "+992 900 471 147",
    "phone_other": "+7 900 471 1470",
    "contact_when": "evenings canary",
    "phone_readers": "brother canary",
    "if_other_answers": "wrong number canary",
    "danger_what": "danger canary",
    "interpreter_not": "cousin canary",
    "district": "Rudaki canary",
    "programme": "former_prisoner",
    "programme_agreed": "1",
}


@pytest.fixture
def code(amina: Node) -> str:
    made = commands.add_client(
        amina, {**SECRETS, "wants": "my wages back", "languages": ["tgk", "rus"]}
    )
    commands.add_needs(
        amina,
        made,
        [
            {"own_words": "wages unpaid"},
            {"factor": "I13", "detail": "restricted detail"},
            {"kind": "strength", "own_words": "an elder brother"},
            {"kind": "strength", "factor": "I38", "client_offered": "1", "detail": "faith detail"},
        ],
    )
    goal = commands.add_goal(amina, made, {"text": "Three months of wages"})
    commands.add_step(amina, made, {"text": "write a claim", "owner": "client", "goal": goal,
                                    "due": "2026-12-01"})  # fmt: skip
    commands.add_step(amina, made, {"text": "a hidden step", "restricted": "violence"})
    commands.add_follow_up(amina, made, {"span": "72h", "what": "how it went"})
    commands.add_support(amina, made, {"text": "looked at papers", "given_by": "worker canary"})
    commands.add_note(amina, made, {"text": "note canary"})
    return made


@pytest.mark.parametrize("what", [each.key for each in PAPERS])
@pytest.mark.parametrize("language", ["en", "ru", "tg"])
def test_no_name_programme_or_restricted_line_is_on_any_paper(
    amina: Node, code: str, what: str, language: str
) -> None:
    sheets = documents.sheets(amina, code, what, [language])
    made = pdf.write(sheets)
    text = read(made.data).text
    assert code in text
    for word in ("canary", "кан", "restricted detail", "hidden step", "faith detail", "471",
                 "Amina", "Panoh"):  # fmt: skip
        assert word not in text
    with use_language(language):
        prisoner = _("Former prisoner")
    assert prisoner not in text
    assert read(made.data).metadata == {"Title": sheets[0].title}
    assert not made.missing
    assert dark(made.data) > 0.001


def test_plan_and_summary_say_what_they_are_for(amina: Node, code: str) -> None:
    plan = read(pdf.write(documents.sheets(amina, code, "plan", ["en"])).data).text
    for words in ("my wages back", "Three months of wages", "write a claim"):
        assert words in plan
    assert "wages unpaid" not in plan
    assert "how it went" not in plan  # a reminder of the practitioner's own
    summary = read(pdf.write(documents.sheets(amina, code, "summary", ["en"])).data).text
    for words in ("wages unpaid", "an elder brother", "looked at papers", "Tajik"):
        assert words in summary


def test_restricted_lines_only_of_the_class_that_was_asked_for(amina: Node, code: str) -> None:
    commands.add_need(amina, code, {"factor": "I23"})
    texts = documents.sheets(amina, code, "summary", ["en"], ["violence"])[0].texts()
    assert "a hidden step" in texts
    assert any("restricted detail" in each for each in texts)
    held = access.case(amina, code).restricted
    other = next(each for each in held if each != "violence")
    texts = documents.sheets(amina, code, "summary", ["en"], [other])[0].texts()
    assert "a hidden step" not in texts


def test_a_name_in_free_text_is_pointed_out(amina: Node, code: str) -> None:
    client = access.client(amina, code)
    clean = documents.sheets(amina, code, "plan", ["en"])
    assert documents.betraying(clean, client) == []
    commands.add_step(amina, code, {"text": "zulfiyacanary calls the uncle"})
    commands.add_step(amina, code, {"text": "ring 992900471147 at noon"})
    found = documents.betraying(documents.sheets(amina, code, "plan", ["en"]), client)
    assert len(found) == 2


@pytest.mark.parametrize("languages", [("ru", "tg"), ("kk", "ru"), ("uz", "uz_Cyrl")])
@pytest.mark.parametrize("what", [each.key for each in PAPERS])
def test_every_paper_stands_in_two_languages(
    amina: Node, code: str, what: str, languages: tuple[str, str]
) -> None:
    sheets = documents.sheets(amina, code, what, languages)
    asked = [documents.language_of(what, each) for each in languages]
    assert [each.language for each in sheets] == list(dict.fromkeys(asked))
    if what in documents.OF_CASE:
        assert asked == list(languages)
    made = pdf.write(sheets)
    assert not made.missing
    assert "hidden step" not in read(made.data).text


def test_forms_are_blank_or_filled_from_a_mapping() -> None:
    blank = documents.consent("CDF-GHJ · today")
    filled = documents.consent(
        "CDF-GHJ · today",
        {"kept": "code_only", "purpose": "a lawyer", "recipient": "the office", "country": "RU",
         "items": ["wages", "papers"], "until": "1 May", "given": "oral", "withdrawn": "2 May",
         "certified_by": "B."},
    )  # fmt: skip
    assert "a lawyer" in filled.texts()
    assert "wages\npapers" in filled.texts()
    ticked = [
        line.text for section in filled.sections for line in section.lines
        if getattr(line, "done", None)
    ]  # fmt: skip
    assert len(ticked) == 2
    assert not any(getattr(line, "done", None) for s in blank.sections for line in s.lines)
    plan = documents.safety_plan("CDF-GHJ", {"signs": "the voice", "code_word": "umbrella"})
    assert "the voice" in plan.texts()
    assert not any("umbrella" in each for each in plan.texts())


@pytest.mark.parametrize("language", ["ru", "tg", "kk", "uz"])
@pytest.mark.parametrize("what", ["consent", "safety_plan"])
def test_no_machine_draft_is_signed_or_carried_along(
    amina: Node, code: str, what: str, language: str
) -> None:
    (sheet,) = documents.sheets(amina, code, what, [language])
    drafts = {
        each.id: each.string for each in tool.read(language) if tool.DRAFT in each.user_comments
    }
    said = {text for text in sheet.texts() if text in set(drafts.values())}
    assert not said & {drafts[each] for each in WORDS[what] if each in drafts}
    assert sheet.title in (WORDS[what][0], *drafts.values())
    if set(WORDS[what]) & set(drafts):
        assert sheet.language != language
        assert HEARD_IN in sheet.texts()  # a line for the language in which it is read aloud


def test_an_agreement_says_what_was_read_out(amina: Node) -> None:
    duty = {"part": "pass_on", "country": "TJ", "language": "en",
            "text": "What the law of here says.", "checked_by": "N.",
            "checked_on": "2026-11-01"}  # fmt: skip
    commands.write_wording(amina, duty)
    ours = commands.add_client(amina, {}, keeping=FULL)
    texts = documents.sheets(amina, ours, "consent", ["en"])[0].texts()
    assert any(told.BEFORE_KEEPING[1] in each for each in texts)
    assert any(told.BEFORE_KEEPING[2] in each for each in texts)
    assert "What the law of here says." in texts
    own = {**duty, "part": "keeping", "country": None, "text": "Own words on what is kept."}
    commands.write_wording(amina, own)
    theirs = commands.add_client(amina, {}, keeping=FULL)
    assert (
        "Own words on what is kept."
        in documents.sheets(amina, theirs, "consent", ["en"])[0].texts()
    )
    again = documents.sheets(amina, ours, "consent", ["en"])[0].texts()
    assert not any("Own words on" in each for each in again)


def test_titles_are_neutral() -> None:
    for language in ("en", "ru", "tg", "kk", "uz"):
        with use_language(language):
            for made in (documents.consent("x"), documents.safety_plan("x")):
                lowered = made.title.lower()
                assert not any(w in lowered for w in ("safe", "безопас", "violence", "насил"))


def test_what_leaves_is_noted_in_the_case_and_its_compartment(amina: Node, code: str) -> None:
    commands.note_taken_out(amina, code, "plan", "pdf", found_by="family")
    commands.note_taken_out(amina, code, "summary", "page", found_by="nobody",
                            restricted=["violence"])  # fmt: skip
    data = access.as_data(amina, code)
    assert [each["what"] for each in data["taken_out"]] == ["summary", "plan"]
    assert all("violence" not in str(each) for each in data["taken_out"])
    assert all("violence" not in str(each["changes"]) for each in data["timeline"])
    said = [each["text"] for each in data["timeline"] if each["act"] == "taken_out"]
    assert said == ["Taken out of the vault: Summary", "Taken out of the vault: Plan"]
    shown = access.as_data(amina, code, restricted=True)["taken_out"]
    assert [each["restricted"] for each in shown].count("violence") == 1
    with pytest.raises(Invalid):
        commands.note_taken_out(amina, code, "plan", "pdf", restricted=["child"])
    assert len(access.case(amina, code).taken_out) == 3
