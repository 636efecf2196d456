"""Lists for other agencies: each chosen group gives its columns, and what an importer needs is understood by it."""

from itertools import chain

import pytest

from shared_models import agency_dictionary, target_dictionary
from shared_models.export import dictionary_text, export_form
from shared_models.hand_on import LISTS, SENSITIVE, FieldGroup, ListKind

READERS = {
    ListKind.TARGETS: target_dictionary.read_dictionary,
    ListKind.WELFARE: agency_dictionary.read_dictionary,
}


@pytest.mark.parametrize("kind", list(ListKind))
def test_the_importer_reads_every_column_as_what_it_is(kind: ListKind) -> None:
    roles = LISTS[kind].roles(set(FieldGroup))
    dictionary = READERS[kind](dictionary_text(export_form(roles), roles))
    assert [column.role.value if column.role else "-" for column in dictionary.columns] == list(roles.values())


@pytest.mark.parametrize("kind", list(ListKind))
def test_a_column_stands_in_the_file_only_with_its_group(kind: ListKind) -> None:
    wanted = LISTS[kind]
    assert set(wanted.columns(())) == set(wanted.base)
    for group, columns in wanted.groups.items():
        assert set(wanted.columns({group})) == {*wanted.base, *columns}
    everything = list(chain(wanted.base, *wanted.groups.values()))
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize("kind", list(ListKind))
def test_neither_numbers_nor_what_is_sensitive_are_given_unless_chosen(kind: ListKind) -> None:
    wanted = LISTS[kind]
    assert not wanted.usual & {FieldGroup.NUMBER, FieldGroup.PHONE, *SENSITIVE}
    columns = wanted.columns(wanted.usual)
    assert not {"person.citizen_id", "person.phone", "person.health", "person.religion"} & set(columns)
