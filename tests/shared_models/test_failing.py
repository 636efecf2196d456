"""What a household fails in now: by its latest year, by those who live there, by the last answer."""

from shared_models.failing import Question, failed_dimensions, failed_indicators, latest_of_home
from shared_models.mpi import Dimension
from tests.shared_models.family import assessment, person

HEAD, CHILD = person("บุญมี", "head"), person("สมชาย", "child")
VERSION = "2560-2564"


def test_who_died_or_left_says_nothing_about_the_household_any_more() -> None:
    rows = [assessment(HEAD, health=True), assessment(CHILD, income=True), assessment(living=True)]
    assert failed_dimensions(latest_of_home(rows, {HEAD.id, CHILD.id})) == (
        Dimension.HEALTH,
        Dimension.LIVING,
        Dimension.INCOME,
    )
    assert failed_dimensions(latest_of_home(rows, {CHILD.id})) == (Dimension.LIVING, Dimension.INCOME)
    assert failed_dimensions(latest_of_home(rows, ())) == (Dimension.LIVING,)


def test_of_each_the_latest_year_counts_as_in_the_reports() -> None:
    rows = [
        assessment(HEAD, 2565, health=True),
        assessment(HEAD, 2566, health=False),
        assessment(CHILD, 2565, income=True),
    ]
    assert failed_dimensions(latest_of_home(rows, {HEAD.id, CHILD.id})) == (Dimension.INCOME,)
    assert failed_dimensions(latest_of_home(rows[:1], {HEAD.id})) == (Dimension.HEALTH,)
    assert latest_of_home(rows, {HEAD.id}) == [rows[1]]
    assert latest_of_home([], {HEAD.id}) == []


def test_an_indicator_fails_by_the_last_answer_of_each_and_within_its_version() -> None:
    rows = [
        assessment(HEAD, answers="4.1=fail 1.4=pass", version=VERSION, assessed_on="2023-02-01"),
        assessment(HEAD, answers="4.1=pass", version=VERSION, assessed_on="2023-03-01"),
        assessment(CHILD, answers="3.2=fail 3.3=declined", version="2570", assessed_on="2023-01-01"),
        assessment(answers="2.1=fail", version=VERSION),
    ]
    assert failed_indicators(rows) == {Question("2570", "3.2"), Question(VERSION, "2.1")}
    assert failed_indicators(rows[:1]) == {Question(VERSION, "4.1")}


def test_an_answer_of_a_newer_version_fails_nothing() -> None:
    row = assessment(HEAD, version=VERSION)
    row.answers = "4.1=almost 4.2=fail"
    assert failed_indicators([row]) == {Question(VERSION, "4.2")}
