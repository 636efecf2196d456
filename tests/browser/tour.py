"""A walk past every screen of the tablet, in Thai or English, on a tablet that has been at work for some weeks."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.walk import Walk


def enrolment(walk: Walk, address: str, code: str) -> None:
    """A new tablet, from the slip with the code to the end of the first exchange; no part of the walk."""
    walk.waits("enrol_title")
    walk.enters("enrol_server", address)
    walk.enters("enrol_code", code.lower())
    walk.at("enrol")
    walk.tap("enrol_ask")
    walk.waits("enrol_confirm")
    walk.at("enrol-confirm")
    walk.tap("enrol_accept")
    walk.waits("new_pin")
    walk.at("enrol-pin")
    walk.chooses_way("new_secret", "new_secret_phrase")
    walk.waits("new_phrase_hint")
    walk.at("enrol-phrase")
    walk.chooses_way("new_secret", "new_secret_pin")
    walk.waits("new_pin")
    walk.enters_pin()
    walk.waits("new_pin_again")
    walk.enters_pin()
    walk.seen.wait_for(walk.words("exchange_done", when="").strip(), seconds=90)
    walk.at("exchange-first")


def unlock(walk: Walk) -> None:
    walk.waits("unlock_pin", n=6)
    walk.at("unlock")
    walk.tap("forgot_pin")
    walk.waits("recovery_title")
    walk.at("unlock-recovery")
    walk.tap("recovery_back")
    walk.waits("unlock_pin", n=6)
    walk.enters_pin()
    walk.waits("work_villages")


def work(walk: Walk) -> None:
    walk.at("work")


def search(walk: Walk) -> None:
    walk.tap("search")
    walk.house.wait_for(state="visible")
    walk.at("search")
    walk.seen.enter_text(walk.words("search"), "ใจ")
    walk.at("search-typed")
    walk.seen.enter_text(walk.words("search"), "บุญมา ใจเย็นนัก")
    walk.waits("find_none", query="บุญมา ใจเย็นนัก")
    walk.at("search-none")
    walk.tap("clear_search")


def household(walk: Walk) -> None:
    walk.seen.tap_at(walk.house)
    walk.waits("file_add_help")
    walk.home = walk.path
    walk.at("household")


def visit(walk: Walk) -> None:
    """The six steps, each as it opens, and the forms that lie beside them."""
    walk.tap("file_begin")
    walk.waits("visit_result")
    walk.at("visit-1-result")
    path = walk.path
    for number, (step, key) in enumerate(VISIT_STEPS, start=2):
        walk.seen.goes_to(f"{path}/{number}")
        walk.waits(key)
        walk.at(f"visit-{number}-{step}")


def forms(walk: Walk) -> None:
    """A person and what can happen to them; what is recorded of the household."""
    home = walk.home
    walk.seen.goes_to(home)
    walk.waits("file_add_help")
    walk.seen.tap(walk.words("file_head"))
    walk.waits("member_died")
    walk.at("person")
    person = walk.path
    for name, path, key in (
        ("died", f"{person}/died", "died_save"),
        ("moved", f"{person}/moved", "moved_save"),
        ("household-moved", f"{home}/moved", "moved_save_house"),
        ("new-member", f"{home}/members/new", "member_save"),
        ("newborn", f"{home}/members/newborn", "member_save_newborn"),
        ("problem", f"{home}/problems/new", "problem_save"),
        ("four-t", f"{home}/four-t", "fourt_title"),
        ("help", f"{home}/assistance/new", "help_save"),
        ("missing", f"{person}/missing", "missing_save"),
        ("household-details", f"{home}/details", "details_save"),
        ("split", f"{home}/split", "split_save"),
        ("join", f"{home}/join", "join_save"),
        ("stage", f"{home}/stage", "stage_save"),
        ("indicators", f"{home}/indicators", "indicator_save"),
        ("new-household", "/households/new", "new_house_save"),
        ("plan", walk.paths["plan"], "plan_status"),
        ("arrivals", "/arrivals", "arrival_list"),
        ("arrival", walk.paths["arrival"], "arrival_found"),
    ):
        walk.seen.goes_to(path)
        walk.waits(key)
        walk.at(name)


def decisions(walk: Walk) -> None:
    """What differs, and what the office did not take."""
    walk.seen.goes_to("/")
    walk.waits("work_villages")
    walk.seen.tap_at(walk.named(walk.words("work_conflicts")))
    walk.seen.tap_at(walk.house)
    walk.waits("conflict_open")
    walk.tap("conflict_open")
    walk.waits("conflict_task")
    walk.at("conflict")
    walk.seen.goes_to("/attention")
    walk.waits("attention_kept")
    walk.at("attention")


def passed_drafts(walk: Walk) -> None:
    """What another officer had typed."""
    walk.seen.goes_to("/drafts")
    walk.waits("passed_note")
    walk.at("drafts")
    walk.seen.tap_at(walk.house)
    walk.waits("passed_open")
    walk.at("draft")


def reports(walk: Walk) -> None:
    walk.seen.goes_to("/reports")
    walk.waits("report_by_village")
    walk.at("reports")
    for topic in ("mpi", "target_groups", "problems", "assistance", "stages", "welfare"):
        walk.tap(f"report_{topic}")
        expect(walk.seen.button(walk.words(f"report_{topic}"), exact=True)).to_have_attribute("aria-current", "true")
        walk.at(f"reports-{topic}")
    walk.tap("report_pivot")
    walk.seen.wait_for(walk.words("design_title", measure="", field="").strip())
    walk.at("reports-pivot")


def exchange(walk: Walk) -> None:
    walk.seen.goes_to("/exchange")
    walk.waits("by_file")
    walk.at("exchange")


def settings(walk: Walk) -> None:
    walk.seen.goes_to("/settings")
    walk.waits("settings_tablet")
    walk.at("settings")
    walk.tap("settings_pin")
    walk.waits("pin_old")
    walk.at("settings-pin")
    walk.seen.goes_to("/settings/officer")
    walk.waits("enrol_beside_note")
    walk.at("settings-officer")


def forgotten(walk: Walk) -> None:
    """A tablet whose lease is over and that the office has revoked meanwhile; no part of the walk."""
    walk.waits("unlock_pin", n=6)
    walk.enters_pin()
    walk.waits("lease_over_title")
    walk.at("lease-over")
    walk.tap("exchange_again")
    walk.waits("unlock_withdrawn_title")
    walk.at("unlock-withdrawn")


VISIT_STEPS = (
    ("people", "visit_people"),
    ("problems", "visit_problems"),
    ("four-t", "fourt_title"),
    ("help", "visit_help"),
    ("summary", "visit_summary"),
)
STOPS: tuple[Callable[[Walk], None], ...] = (
    work,
    search,
    household,
    visit,
    forms,
    decisions,
    passed_drafts,
    reports,
    exchange,
    settings,
)


def walk_past_everything(walk: Walk) -> None:
    """All stops in their order."""
    unlock(walk)
    for stop in STOPS:
        stop(walk)
