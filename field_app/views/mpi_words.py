"""Which dimensions a household fails, in words: what the list said, and what was answered at the house."""

from collections.abc import Mapping
from datetime import date

from field_app.services.households import HouseholdFile
from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.deprivation import results_by_subject
from shared_models.indicator import IndicatorSet
from shared_models.mpi import Answer, Dimension, MpiAssessment, known_answers

NAMED = 3  # more members than this are a number


def listed_words(file: HouseholdFile, dimension: Dimension, language: Language) -> str:
    """`ตกเกณฑ์ในรายชื่อปี 2566`, with the names where it is members who fell; "" if nobody did."""
    listed = [row for row in file.assessments if not row.answers]
    latest = max((row.survey_year for row in listed), default=0)
    persons, homes = results_by_subject(row for row in listed if row.survey_year == latest)
    ids = {person_id for person_id, results in persons.items() if results.get(dimension)}
    if not ids and not any(results.get(dimension) for results in homes.values()):
        return ""
    names = [person.given_name for person in file.living if person.id in ids]
    if not names or len(names) == len(file.living):
        return say("visit_failed", language, year=latest)
    if len(names) > NAMED:
        return say("visit_failed_count", language, year=latest, n=len(names))
    return say("visit_failed_of", language, year=latest, names=" ".join(names))


def answered_words(file: HouseholdFile, dimension: Dimension, language: Language) -> str:
    """`ตอบปี 2570 ไม่ผ่านข้อ 2.1 2.4`, of the latest year that was answered; "" if all passed or nobody asked."""
    answered = [row for row in file.standing_assessments if row.answers]
    latest = max((row.survey_year for row in answered), default=0)
    newest: dict[object, MpiAssessment] = {}
    for row in sorted(answered, key=lambda row: (row.assessed_on or date.min, row.id)):
        if row.survey_year == latest:
            newest[row.person_id] = row
    sets = file.reference.indicator_sets
    codes = {
        code
        for row in newest.values()
        for code, answer in known_answers(row.answers).items()
        if answer is Answer.FAIL and _dimension(sets, row.version, code) is dimension
    }
    return say("indicator_failed", language, year=latest, codes=" ".join(sorted(codes))) if codes else ""


def _dimension(sets: Mapping[str, IndicatorSet], version: str | None, code: str) -> Dimension | None:
    known = sets.get(version or "")
    found = known.find(code) if known else None
    return found.dimension if found else None
