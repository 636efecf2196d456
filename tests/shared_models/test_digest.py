"""The digest: the same rows give the same digest in any order, and what was added can be taken out again."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shared_models.digest import MODULUS, Digest, part, summed

ROWS = st.lists(st.tuples(st.uuids(), st.integers(1, 1 << 62)), max_size=20, unique=True)


def digest_of(rows: list[tuple[UUID, int]]) -> Digest:
    digest = Digest()
    for row_id, seq in rows:
        digest = digest.add(row_id, seq)
    return digest


@given(ROWS, st.data())
def test_the_order_of_rows_does_not_count(rows: list[tuple[UUID, int]], data: st.DataObject) -> None:
    assert digest_of(data.draw(st.permutations(rows))) == digest_of(rows)


@given(ROWS, st.data())
def test_what_was_added_can_be_removed(rows: list[tuple[UUID, int]], data: st.DataObject) -> None:
    out = data.draw(st.lists(st.sampled_from(rows), unique=True)) if rows else []
    digest = digest_of(rows)
    for row_id, seq in out:
        digest = digest.remove(row_id, seq)
    assert digest == digest_of([row for row in rows if row not in out])


@given(ROWS, st.integers(0, 20))
def test_the_digest_of_an_area_is_the_sum_of_its_villages(rows: list[tuple[UUID, int]], cut: int) -> None:
    assert summed([digest_of(rows[:cut]), digest_of(rows[cut:])]) == digest_of(rows)


@given(ROWS)
def test_a_digest_reads_back_from_its_text(rows: list[tuple[UUID, int]]) -> None:
    assert Digest.from_text(digest_of(rows).to_text()) == digest_of(rows)


def test_another_seq_of_the_same_row_gives_another_digest() -> None:
    row_id = UUID(int=5601)
    assert part(row_id, 1) != part(row_id, 2)
    assert 0 <= part(row_id, 1) < MODULUS


def test_the_part_of_a_row_is_the_documented_hash() -> None:
    assert part(UUID(int=0), 1) == 0xED8B7B2C2C6BAE3A
