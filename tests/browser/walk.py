"""An officer before the screens of one tablet, in Thai or English: taps and types by the words that stand there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator

from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.labels import choice
from tests.browser.driver import Screen
from tests.builders import PIN

SIZES = {"tablet": (1280, 800), "phone": (390, 844)}


@dataclass
class Walk:
    """One officer before one screen. `at` is called with the name of each stop, once it is drawn."""

    seen: Screen
    phone: bool
    language: Language
    at: Callable[[str], Any] = lambda _stop: None
    paths: Mapping[str, str] = field(default_factory=dict)  # of the plan and the arrival of a worked tablet
    home: str = ""  # the path of the household that was opened

    def words(self, key: str, **details: object) -> str:
        return say(key, self.language, **details)

    def tap(self, key: str, *, exact: bool = True, **details: object) -> None:
        self.seen.tap(self.words(key, **details), exact=exact)

    def enters(self, key: str, value: str) -> None:
        self.seen.enter_text(self.words(key), value)

    def chooses(self, key: str, item: StrEnum) -> None:
        """The answer of a question whose answers stand beside each other."""
        self.seen.tap(f"{self.words(key)} {choice(item, type(item), self.language)}", exact=True)

    def chooses_way(self, key: str, way: str) -> None:
        """The same where the answers are words of the screen."""
        self.seen.tap(f"{self.words(key)} {self.words(way)}", exact=True)

    def enters_pin(self) -> None:
        for digit in PIN:
            self.tap("digit", n=digit)

    def waits(self, key: str, **details: object) -> None:
        self.seen.wait_for(self.words(key, **details))

    @property
    def house(self) -> Locator:
        """The first household of a list that has a number: one that waits to be received has none and no history."""
        word = re.escape(self.words("house", number="").strip())
        return self.seen.page.get_by_role("button", name=re.compile(rf"^{word}\s\d")).first

    def named(self, beginning: str) -> Locator:
        """The first button whose name begins so."""
        return self.seen.page.get_by_role("button", name=re.compile(f"^{re.escape(beginning)}")).first

    @property
    def path(self) -> str:
        """Of the screen that is shown."""
        return urlsplit(self.seen.page.url).path.rstrip("/")

    def back(self) -> None:
        self.seen.tap_at(self.named(self.words("back")))
