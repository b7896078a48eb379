"""What there is to see of sharing: letting in, handing over, taking out, sending and receiving."""

from __future__ import annotations

from tests.journeys.visitor import Visitor

OWN_WORK = {
    "/share/{id}/person", "/share/{id}/take-out", "/share/{id}/invite/check", "/share/code",
    "/share/{id}/grant/check", "/share/{id}/hand-over/check", "/devices/join", "/phone/code",
}  # fmt: skip
"""Pages that only what is done here leads to."""
NOBODY = "http://127.0.0.1:9"


def nothing_yet(on: Visitor) -> None:
    """In a vault that holds nothing, which may become a second device."""
    for path in ("/share", "/exchange"):
        on.go(path)
        on.see(f"{path}, empty", path)
    on.go("/devices/join")
    on.see("second device, empty vault", "/devices/join")
    on.clear("/devices/join")
    on.see("second device, no code", "/devices/join")


def looks(on: Visitor, space: str, person: str) -> None:
    share = f"/share/{space}"
    on.go(share + "/invite")
    on.page.locator('input[name="parts"]').first.check()
    on.page.check('input[name="notes"]')
    on.submit(share + "/invite")
    on.see("invite, once more", "/share/{id}/invite/check", "Is this what the code shall open?")
    on.submit(share + "/invite/check")
    on.see("invite, the code", "/share/code", "One-time code")
    on.go(f"{share}/grant?who={person}")
    on.page.check('input[name="history"][value="all"]')
    on.submit(share + "/grant")
    on.see("grant, once more", "/share/{id}/grant/check")
    on.go(share)
    people = on.page.locator("section").first.locator('a[href*="who="]')
    for name in ("myself", "a colleague"):
        on.go(share)
        here = people.nth(0 if name == "myself" else 1).get_attribute("href") or ""
        on.go(here)
        on.see(f"person, {name}", "/share/{id}/person")
        on.go(here.replace("/person", "/take-out"))
        on.see(f"take out, {name}", "/share/{id}/take-out")
    on.go(share + "/hand-over")
    on.page.select_option("#f-who", person)
    on.page.check('input[name="leave"]')
    on.submit(share + "/hand-over")
    on.see("hand over, once more", "/share/{id}/hand-over/check")
    on.go("/devices/add")
    on.page.check('input[name="sure"]')
    on.submit("/devices/add")
    on.go("/devices/join")
    on.see("second device, a vault with something", "/devices/join")
    _phone(on)
    _exchange(on)


def _phone(on: Visitor) -> None:
    on.go("/phone")
    # Also on a machine without a network.
    on.page.evaluate(
        """() => {
          const way = document.querySelector('main form');
          way.querySelector('select')?.remove();
          way.insertAdjacentHTML('beforeend', '<input type=hidden name=address value=127.0.0.1>');
        }"""
    )
    on.page.check('input[name="sure"]')
    on.submit("/phone")
    on.see("phone, switched on", "/phone")
    on.submit("/phone/pair")
    on.see("phone, the code", "/phone/code", "Pair a phone")
    on.go("/safety")
    on.see("safety, phone switched on", "/safety")
    on.go("/phone")
    on.submit("/phone/off")
    on.see("phone, switched off", "/phone")


def _exchange(on: Visitor) -> None:
    on.go("/exchange")
    on.submit("/exchange/hub", hub="nonsense")
    on.see("exchange, no address of a hub", "/exchange")
    on.watch.typed.append(NOBODY)
    on.submit("/exchange/hub", hub=NOBODY)
    on.submit("/exchange/now")
    on.page.wait_for_selector("#going:not([data-going]), #errand strong")
    on.go("/exchange")
    on.see("exchange, nobody there", "/exchange")
    on.submit("/exchange/serve")
    on.page.wait_for_selector("#errand .phrase")
    on.go("/exchange")
    on.see("exchange, waiting for a neighbour", "/exchange")
    on.submit("/exchange/stop")
    on.see("exchange, stopping", "/exchange")
    on.page.wait_for_selector("#errand:not(:has(button))")
    on.submit("/exchange/hub", hub="")
