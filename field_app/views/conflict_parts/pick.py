"""What an officer has decided of one field, kept as a draft: one value, several joined, or another one typed."""

from collections.abc import Sequence

from field_app.services.conflicts import OpenConflict, Told
from field_app.services.drafts import FormDraft, Opened
from field_app.views import single_field
from field_app.views.components.draft import Form
from field_app.views.components.entity_form import RENDERED, Unreadable
from shared_models.field_facts import Kind
from shared_models.form import FormField
from shared_models.joining import is_joinable, joined
from shared_models.merge import Scalar

PICK, OWN = "pick", "own"  # the choice in the draft: stamps joined by a space, or OWN
ERROR = PICK
TYPED = RENDERED | {Kind.DATE}


def draft_key(conflict: OpenConflict) -> str:
    return f"conflict:{conflict.id}"


def stamps(conflict: OpenConflict) -> tuple[str, ...]:
    """The values that the screen shows: a choice counts for these alone."""
    return tuple(sorted(told.stamp for told in conflict.told))


def fresh(conflict: OpenConflict) -> FormDraft:
    """Nothing chosen; the box for another value holds the one that is shown now."""
    field, values = conflict.field, dict[str, Scalar]()
    if can_type(field):
        values = single_field.shown(field, conflict.told[0].value)
    return FormDraft({PICK: None, **values}, {PICK: stamps(conflict)})


def still_valid(conflict: OpenConflict, opened: Opened) -> Opened:
    """The draft as it was left, without a choice that was made before another value came."""
    if opened.draft.bases.get(PICK) != stamps(conflict):
        opened.draft.values[PICK] = None
        opened.draft.bases[PICK] = stamps(conflict)
    return opened


def can_type(field: FormField) -> bool:
    """Whether another value can be given here; rows and numbers of cards are changed on their own screens."""
    return field.kind in TYPED


class Pick:
    """Reads and changes the choice that a field's form holds."""

    def __init__(self, conflict: OpenConflict, form: Form) -> None:
        self.conflict, self.form = conflict, form

    @property
    def own(self) -> bool:
        return self.form.value(PICK) == OWN

    @property
    def told(self) -> list[Told]:
        """The values that are chosen, in the order they were given."""
        chosen = str(self.form.value(PICK) or "").split()
        return sorted((t for t in self.conflict.told if t.stamp in chosen), key=lambda told: told.at_ms)

    @property
    def decided(self) -> bool:
        return self.own or bool(self.told)

    def choose(self, told: Told) -> None:
        """Take this value; own words and lists add up, and a second tap takes it out again."""
        before = [] if self.own else [one.stamp for one in self.told]
        if not is_joinable(self.conflict.field):
            after: Sequence[str] = [told.stamp]
        elif told.stamp in before:
            after = [stamp for stamp in before if stamp != told.stamp]
        else:
            after = [*before, told.stamp]
        self._put(" ".join(after) or None)

    def take(self, told: Told) -> None:
        """Take this value alone."""
        self._put(told.stamp)

    def type_own(self) -> None:
        self._put(None if self.own else OWN)

    def _put(self, value: str | None) -> None:
        self.form.errors.clear()
        self.form.put(PICK, value)

    def value(self) -> Scalar:
        """What the field shall be. Raises Unreadable."""
        field = self.conflict.field
        if self.own:
            return single_field.stored(field, self.form)[field.name]
        values = [told.value for told in self.told]
        if len(values) == 1:
            return values[0]
        together = joined(field, values)
        if together is None:
            raise Unreadable(ERROR, "conflict_too_long")
        return together
