"""Make your vault: one question a page. A phrase, typed back; then the paper key, shown once."""

from __future__ import annotations

from panoh.core.vault import rules, store
from panoh.errors import Invalid, PanohError, TooManyTries, WeakPhrase
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.said import said
from panoh.web.shell import PAPER_SETTING, Held
from panoh.words import N_, _, current_language

NOT_ALIKE = N_("The two are not alike.")
NOT_THE_PHRASE = N_("This is not the phrase. Go back, look at it again, and type it word by word.")
WORD_DIFFERS = N_("Word {n} differs. Look at the phrase again; small and capital letters count.")
WAY_NEEDED = N_("Choose one of the two.")
NAME_LIMIT = 60


def alike(one: str, other: str) -> bool:
    return one.split() == other.split()


def phrase_problems(phrase: str, again: str) -> dict[str, str]:
    """What is wrong with a phrase of one's own, in words that say what would help."""
    try:
        rules.check_phrase(phrase)
    except WeakPhrase:
        return {"phrase": _(rules.strength(phrase).words)}
    except Invalid as error:
        return {"phrase": _(error.problems.get("phrase", ""))}
    return {} if phrase == again else {"again": _(NOT_ALIKE)}


def back_problem(typed: list[str], shown: list[str]) -> str:
    """Which word is not as it was shown; nothing more exact where words are missing."""
    wrong = [n for n, (one, other) in enumerate(zip(typed, shown, strict=False), 1) if one != other]
    if len(typed) != len(shown) or len(wrong) != 1:
        return _(NOT_THE_PHRASE)
    return _(WORD_DIFFERS).format(n=wrong[0])


class Making:
    def __init__(self, held: Held) -> None:
        self._held = held

    def begin(self, visit: Visit) -> Reply:
        if visit.unlocked:
            return Go("/")
        return Show("vault_new.html", _("Make your vault"))

    def choose_way(self, visit: Visit) -> Reply:
        way, name = visit.form.get("way"), visit.form.get("name").strip()[:NAME_LIMIT]
        if way not in {"made", "own"}:
            return Again("/vault/new", visit.form, {"way": _(WAY_NEEDED)})
        keep = {"way": way, "name": name}
        if way == "made":
            keep["phrase"] = rules.new_phrase(current_language())
        return Go("/vault/phrase", keep=keep)

    def show_phrase(self, visit: Visit) -> Reply:
        way = visit.state.get("way")
        if visit.unlocked or way is None:
            return Go("/")
        if way == "made":
            words = visit.state["phrase"].split()
            return Show("vault_made.html", _("Your phrase"), words=words)
        return Show("vault_own.html", _("Your phrase"))

    def take_own(self, visit: Visit) -> Reply:
        if visit.unlocked or visit.state.get("way") != "own":
            return Go("/")
        phrase, again = visit.form.get("phrase").strip(), visit.form.get("again").strip()
        problems = phrase_problems(phrase, again)
        if problems:
            return Again(f"/vault/phrase?s={visit.query['s']}", Form(), problems)
        return self._make(phrase, visit.state["name"])

    def ask_back(self, visit: Visit) -> Reply:
        if visit.unlocked or "phrase" not in visit.state:
            return Go("/")
        return Show("vault_back.html", _("Type it back"), s=visit.query["s"])

    def take_back(self, visit: Visit) -> Reply:
        phrase = visit.state.get("phrase")
        if visit.unlocked or phrase is None:
            return Go("/")
        if not alike(visit.form.get("phrase"), phrase):
            told = back_problem(visit.form.get("phrase").split(), phrase.split())
            return Again(f"/vault/back?s={visit.query['s']}", Form(), {"phrase": told})
        return self._make(phrase, visit.state["name"])

    def _make(self, phrase: str, name: str) -> Reply:
        shell = self._held.shell
        place, key = shell.doors.create_vault(shell.home, phrase, name, current_language())
        self._held.open(shell.doors.open_node(place, key))
        self._held.fresh_key = key
        return Go("/vault/paper")

    # ── the paper key ───────────────────────────────────────────────────────────────────────

    def ask_paper(self, visit: Visit) -> Reply:
        return Show(
            "paper.html", _("Paper key"), fresh=self._held.fresh_key is not None,
            has=store.has_paper(visit.node.place),
            bare=self._held.fresh_key is not None,
        )  # fmt: skip

    def make_paper(self, visit: Visit) -> Reply:
        """Right after making the vault at once; later only with the phrase: a screen left open
        must not be enough to take a second key away."""
        place = visit.node.place
        key, self._held.fresh_key = self._held.fresh_key, None
        if key is None:
            try:
                key = store.unlock(place, visit.form.get("phrase").strip())
            except (PanohError, TooManyTries) as error:
                return Again("/vault/paper", Form(), {"phrase": said(error)})
        return Go("/vault/paper/shown", once={"paper": store.add_paper_key(place, key)})

    def show_paper(self, visit: Visit) -> Reply:
        if "paper" not in visit.state:
            return Go("/vault/paper")
        return Show("paper_shown.html", _("Paper key"), groups=visit.state["paper"].split("-"))

    def go_without(self, visit: Visit) -> Reply:
        self._held.fresh_key = None
        with visit.node.writing() as work:
            work.set(PAPER_SETTING, "none")
        return Go("/")


def pages(held: Held) -> tuple[Page, ...]:
    making = Making(held)
    return (
        Page("GET", "/vault/new", making.begin, "vault-new", locked=True),
        Page("POST", "/vault/new", making.choose_way, "vault-new", locked=True),
        Page("GET", "/vault/phrase", making.show_phrase, "vault-phrase", locked=True),
        Page("POST", "/vault/phrase", making.take_own, "vault-phrase", locked=True),
        Page("GET", "/vault/back", making.ask_back, "vault-back", locked=True),
        Page("POST", "/vault/back", making.take_back, "vault-back", locked=True),
        Page("GET", "/vault/paper", making.ask_paper, "paper-key"),
        Page("POST", "/vault/paper", making.make_paper, "paper-key"),
        Page("GET", "/vault/paper/shown", making.show_paper, "paper-key-shown"),
        Page("POST", "/vault/paper/without", making.go_without, "paper-key-without"),
    )
