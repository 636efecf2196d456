"""What the rules keep in memory of people's names and birthdays, so as not to work it out twice."""

from shared_models import birth, likeness, search_words

KEPT = tuple(
    kept for module in (birth, likeness, search_words) for kept in vars(module).values() if hasattr(kept, "cache_clear")
)


def forget_names() -> None:
    """A locked tablet remembers nobody."""
    for kept in KEPT:
        kept.cache_clear()
