"""Words of what every row has beside its fields, as a data dictionary needs them."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "row.id": ("รหัสของแถว", "Id of the row"),
    "row.household_id": ("รหัสของครัวเรือน", "Id of the household"),
}
