"""A person's file in words, as tables that a page shows and paper takes."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from server.console import moments
from server.console.history import Teller
from server.console.words import Language, say
from server.services.handing_on.hand_ons import groups_of
from server.services.privacy.person_file import PersonFile
from server.services.reporting.sheet_pdf import Section
from shared_models.entities import HOUSEHOLD, wire
from shared_models.form import FormField, form_fields
from shared_models.household import Household
from shared_models.labels import label
from shared_models.labels.subject import problem_title
from shared_models.labels.value import Reader, value_words
from shared_models.problem import Problem
from shared_models.synced import Synced

INTERNAL = ("visit_id", "assistance_id", "plan_id", "four_t_id", "person_id", "problems", "merged_into")


class Telling:
    """Puts a file into words of one language."""

    def __init__(self, file: PersonFile, told: Language, now: datetime) -> None:
        self.file, self.told, self.now = file, told, now
        self.reader = Reader(told, now, self._referred)

    def sections(self) -> list[Section]:
        found = [self._person(), *self._merged(), self._home()]
        found += [self._rows(entity) for entity in self.file.rows]
        found += [self._plans(), self._visits(), self._stages(), self._requests(), self._handed_on()]
        return [*found, self._history()]

    def _person(self) -> Section:
        rows = [(*pair, self._source(name)) for name, pair in self._filled(self.file.person, "person")]
        return self._section("person", ("sheet_what", "sheet_value", "sheet_from"), rows)

    def _merged(self) -> Iterator[Section]:
        for entry in self.file.merged:
            rows = [pair for _, pair in self._filled(entry, "person")]
            yield self._section("merged", ("sheet_what", "sheet_value"), rows)

    def _home(self) -> Section:
        home = self.file.home
        if home is None:
            return self._section("home", (), [])
        place = self.file.reference.place(home.village, self.told)
        rows = [
            (label("household.house_no", self.told), home.house_no or "–"),
            (label("household.village_code", self.told), place),
            (label("household.status", self.told), label(f"HouseholdStatus.{home.status}", self.told)),
        ]
        if home.source:
            rows.append((label("household.source", self.told), f"{home.source} {home.survey_year or ''}".strip()))
        return self._section("home", ("sheet_what", "sheet_value"), rows)

    def _rows(self, entity: str) -> Section:
        """A line for each row: its day, and all that it says."""
        rows = [
            (self._title(entity, row), " · ".join(f"{name}: {words}" for _, (name, words) in self._filled(row, entity)))
            for row in self.file.rows[entity]
        ]
        title = say("sheet_rows", self.told, what=label(entity, self.told), n=len(rows))
        return Section(
            title, "" if rows else say("sheet_none", self.told), self._head("sheet_what", "sheet_value"), rows
        )

    def _title(self, entity: str, row: Synced) -> str:
        return problem_title(row, self.told) if isinstance(row, Problem) else label(entity, self.told)

    def _plans(self) -> Section:
        rows = [
            (moments.day_words(plan.decided_on, self.told), plan.words or plan.remedy or "", plan.agency or "–")
            for plan in self.file.plans
        ]
        return self._section("plans", ("sheet_day", "sheet_value", "agency"), rows)

    def _visits(self) -> Section:
        rows = []
        for visit, parts in self.file.visits:
            result = label(f"VisitResult.{visit.result}", self.told) if visit.result else "–"
            named = ", ".join(say(f"sheet_{part}", self.told) for part in parts)
            when = moments.moment_words(visit.started_at, self.told)
            rows.append((when, self.file.officers.get(visit.officer_id, ""), result, named))
        return self._section("visits", ("sheet_day", "who", "result", "sheet_named_as"), rows)

    def _stages(self) -> Section:
        """Of the whole household: the days of analyses, and the stages by year; their words may be others'."""
        told = [(one.analysed_on, label("four_t", self.told), "") for one in self.file.analyses]
        told += [
            (one.decided_on, label("stage_decision", self.told), f"{one.programme_year}: {self._stage(one.stage)}")
            for one in self.file.decisions
        ]
        rows = [(moments.day_words(day, self.told), what, words) for day, what, words in sorted(told)]
        return self._section("stages", ("sheet_day", "sheet_what", "sheet_value"), rows)

    def _stage(self, code: str) -> str:
        return label(f"Stage.{code}", self.told)

    def _requests(self) -> Section:
        rows = [
            (
                self._day(one.asked_on),
                f"{say(f'kind_{one.kind}', self.told)} · {one.asked_by}",
                one.words,
                f"{say(f'outcome_{one.outcome}', self.told)}: {one.answer}" if one.outcome else "–",
            )
            for one in self.file.requests
        ]
        return self._section("requests", ("sheet_day", "sheet_what", "request_words", "request_answer"), rows)

    def _handed_on(self) -> Section:
        rows = [
            (
                moments.at_words(one.made_ms, self.told),
                one.recipient,
                say(f"purpose_{one.purpose}", self.told),
                ", ".join(say(f"group_{group.value}", self.told) for group in sorted(groups_of(one.groups))),
            )
            for one in self.file.handed_on
        ]
        rows += [
            (moments.at_words(one.at_ms, self.told), one.agency, say(f"purpose_{one.purpose}", self.told), "API")
            for one in self.file.reads
        ]
        return self._section(
            "handed_on", ("sheet_day", "hand_on_recipient", "hand_on_purpose", "hand_on_columns"), rows
        )

    def _history(self) -> Section:
        teller = Teller(
            self.told, self.now, district=self.file.person.district_code, people={}, names=self.file.officers
        )
        rows = [
            (
                moments.at_words(line.at_ms, self.told),
                f"{line.who} {line.where}".strip(),
                line.title,
                " · ".join(f"{step.field}: {step.before} → {step.after}" for step in line.steps),
            )
            for line in teller.lines(self.file.history)
        ]
        return self._section("history", ("sheet_day", "who", "did", "sheet_value"), rows)

    def _filled(self, row: Synced, entity: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """The fields with a value: their names, and what they are called and say."""
        for field in form_fields(entity):
            value = wire(getattr(row, field.name))
            if value not in (None, "", False) and field.name not in INTERNAL and field.name != HOUSEHOLD:
                yield field.name, (label(field.key, self.told), self._value(field, value))

    def _value(self, field: FormField, value: object) -> str:
        return value_words(field, value, self.reader)  # type: ignore[arg-type]

    def _source(self, name: str) -> str:
        """Which officer or list gave a value, and when."""
        given = self.file.given.get(name)
        if given is None:
            return ""
        who = self.file.officers.get(given.officer_id, "") if given.officer_id else say("of_list", self.told)
        return f"{who} {moments.at_words(given.at, self.told)}".strip()

    def _referred(self, text: str) -> str:
        """Officers by name; of households their number; other persons are not told."""
        try:
            known = UUID(text)
        except ValueError:
            return text
        row = self.file.history.rows.get(known)
        if isinstance(row, Household):
            return row.house_no
        return self.file.officers.get(known, say("sheet_other", self.told))

    def _section(self, key: str, head: Iterable[str], rows: list[tuple[str, ...]]) -> Section:
        note = say(f"sheet_{key}_note", self.told) if rows else say("sheet_none", self.told)
        return Section(say(f"sheet_{key}", self.told), note, self._head(*head), rows)

    def _head(self, *keys: str) -> tuple[str, ...]:
        return tuple(say(key, self.told) for key in keys)

    def _day(self, iso: str) -> str:
        return moments.day_words(date.fromisoformat(iso), self.told)
