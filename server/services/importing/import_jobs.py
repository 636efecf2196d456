"""The long work of imports: a trial, the import itself, and undoing one. Each ends the same when it is begun again."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from server.services.background import files
from server.services.background.jobs import Work
from server.services.households import household_index
from server.services.importing import agency_lists, import_cases, import_undo, target_lists
from server.services.importing.agency_file import AgencyFile
from server.services.importing.target_file import TargetFile
from server.services.importing.target_lists import Order
from server.services.importing.trial_report import TrialReport
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import ImportCase, OfficerAccount
from shared_models.fiscal_year import thai_day
from shared_models.retention import Kept

READING, CHECKING, FILING, UNDOING = "reading", "checking", "filing", "undoing"


def read(work: Work) -> dict[str, Any]:
    """Make text of a large spreadsheet."""
    case = _case(work)
    import_cases.read_on(work.database, case, lambda lines: work.progress(lines, stage=READING))
    return {"where": f"/import/{case.id}"}


def try_out(work: Work) -> dict[str, Any]:
    """What the list would do, line by line; nothing is filed. Its report of lines is kept for a while."""
    case = _case(work)
    with import_cases.opened(work.database, case, on=thai_day(work.now)) as file:
        report = TrialReport(file.path.with_name("refused.txt"))
        counts = _bring(work, case, file, report, dry_run=True)
        report_id = _kept(work, report.path)
    told = {"counts": counts, "reasons": report.told()}
    with work.database.writing() as session:
        stored = import_cases.find(session, work.district, case.id)
        if (stored.choices, stored.dictionary, stored.dataset) == (case.choices, case.dictionary, case.dataset):
            stored.trial, stored.trial_ms = json.dumps(told, ensure_ascii=False), int(work.now.timestamp() * 1000)
            stored.report_id = report_id
    return {"where": f"/import/{case.id}/trial"}


def commit(work: Work) -> dict[str, Any]:
    """File the list. What a cancelled or stopped one has filed stays; it goes on from there when it comes again."""
    case = _case(work)
    alone = work.database.alone(f"import {work.district}")
    with alone, import_cases.opened(work.database, case, on=thai_day(work.now)) as file:
        report = TrialReport(file.path.with_name("refused.txt"))
        counts = _bring(work, case, file, report, dry_run=False)
        report_id = _kept(work, report.path)
        import_id = file.import_id([work.district])
    with work.database.writing() as session:
        stored = import_cases.find(session, work.district, case.id)
        trial = import_cases.trial_of(stored) | {"done": counts, "reasons": report.told()}
        stored.trial, stored.report_id, stored.import_id = json.dumps(trial, ensure_ascii=False), report_id, import_id
        import_cases.remember_dictionary(session, stored, now_ms=int(work.now.timestamp() * 1000))
        _record(session, work, Action.LIST_IMPORTED, f"{case.kind} {import_id}")
        _list_anew(session, work)
    return {"where": f"/import/{case.id}/result"}


def undo(work: Work) -> dict[str, Any]:
    """Take an import back."""
    import_id = UUID(work.wants["import"])
    import_undo.undo(
        work.database,
        work.district,
        import_id,
        undone_by=_name(work),
        now_ms=int(work.now.timestamp() * 1000),
        progress=lambda done, total: work.progress(done, total, stage=UNDOING),
    )
    with work.database.writing() as session:
        _record(session, work, Action.IMPORT_UNDONE, str(import_id))
        _list_anew(session, work)
    return {"where": f"/import/past/{import_id}"}


def _record(session: Session, work: Work, action: Action, subject: str) -> None:
    audit.enter(session, work.district, action, officer_id=work.asked_by, subject=subject, now=work.now)


def _list_anew(session: Session, work: Work) -> None:
    """The list of households is made next in line, before somebody opens it."""
    household_index.ask(session, work.district, by=work.asked_by, where="/households", now=work.now)


def _case(work: Work) -> ImportCase:
    with work.database.reading() as session:
        case = import_cases.find(session, work.district, UUID(work.wants["case"]))
        session.expunge(case)
    return case


def _name(work: Work) -> str:
    with work.database.reading() as session:
        officer = session.get(OfficerAccount, (work.district, work.asked_by))
        return officer.name if officer else str(work.asked_by)


def _bring(
    work: Work, case: ImportCase, file: TargetFile | AgencyFile, report: TrialReport, *, dry_run: bool
) -> dict[str, Any]:
    order = Order(
        case.name,
        _name(work),
        work.now,
        district=work.district,
        dry_run=dry_run,
        read=_told(work, case, READING),
        filed=_told(work, case, CHECKING if dry_run else FILING),
    )
    work.progress(0, case.lines, stage=READING)
    if isinstance(file, TargetFile):
        return asdict(target_lists.bring(work.database, file, order, report))
    return asdict(agency_lists.bring(work.database, file, order, report))


def _told(work: Work, case: ImportCase, stage: str) -> Callable[[int], None]:
    return lambda lines: work.progress(min(lines, case.lines), case.lines, stage=stage)


def _kept(work: Work, path: Path) -> UUID | None:
    """The report in the database, if there is one."""
    if not path.is_file():
        return None
    until_ms = files.until_ms(work.database, work.district, Kept.LIST, now=work.now)
    with path.open("rb") as file:
        kept = files.store(
            work.database,
            work.district,
            uuid4(),
            file,
            name="refused.txt",
            media_type="text/tab-separated-values",
            until_ms=until_ms,
        )
    return kept.id
