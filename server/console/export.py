"""A report as a file to take along: CSV, a spreadsheet or paper. Each one is put on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fastapi.responses import Response

from server.console import moments
from server.console.visitor import record
from server.console.words import Language, say
from server.database import Database
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from server.services.reporting.pdf import Paper, pdf
from server.services.reporting.workbook import workbook
from shared_models.reports.csv_text import csv_text
from shared_models.reports.named import Named
from shared_models.reports.table import Table


class Kind(StrEnum):
    """What a report can be taken along as."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


MEDIA_TYPES = {
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.PDF: "application/pdf",
}


@dataclass(frozen=True)
class Told:
    """A report with what is said of it: `about` in lines, `name` that of its file without the ending."""

    named: Named
    title: str
    about: Sequence[str]
    name: str


def export(database: Database, visitor: Visitor, told: Told, kind: Kind, now: datetime) -> Response:
    """A download; its name says report, area and year, and nobody's name."""
    data = made(told, kind, visitor, now)
    name = f"{told.name}.{kind}"
    with database.writing() as session:
        record(session, visitor, Action.REPORT_EXPORTED, name, now)
    return Response(data, media_type=MEDIA_TYPES[kind], headers=attached(name))


def attached(name: str) -> dict[str, str]:
    """The headers by which a browser keeps an answer as a file of this name."""
    return {"content-disposition": f'attachment; filename="{name}"'}


def made(told: Told, kind: Kind, visitor: Visitor, now: datetime) -> bytes:
    """The bytes of the file."""
    language: Language = "en" if told.named.language == "en" else "th"
    if kind is not Kind.PDF:
        return spreadsheet(told.named.table, told.title, kind, language)
    foot = say("printed", language, name=visitor.name, when=moments.moment_words(now, language))
    page = say("page_number", language, number="{number}", count="{count}")
    return pdf(told.named, Paper(told.title, told.about, foot, page))


def spreadsheet(table: Table, title: str, kind: Kind, language: Language) -> bytes:
    """A table as a workbook, or as CSV: UTF-8 with the mark by which spreadsheets know it."""
    if kind is Kind.CSV:
        return csv_text(table, language).encode("utf-8-sig")
    return workbook(table, title, language)
