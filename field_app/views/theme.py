"""How everything looks: colour tokens, text scale, size class and language as one value, and the page theme from it."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Literal

import flet as ft

FAMILIES = {400: "Sarabun", 500: "Sarabun500", 600: "Sarabun600", 700: "Sarabun700"}
FONT_FILES = {
    "Sarabun": "/fonts/Sarabun_400Regular.ttf",
    "Sarabun500": "/fonts/Sarabun_500Medium.ttf",
    "Sarabun600": "/fonts/Sarabun_600SemiBold.ttf",
    "Sarabun700": "/fonts/Sarabun_700Bold.ttf",
}
LARGE_SCALE = 1.25  # from here on, text counts as large and the layout becomes one class narrower

Weight = Literal[400, 500, 600, 700]
Language = Literal["th", "en"]
Tone = Literal["quiet", "primary", "attention", "danger", "info", "good"]


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, by role. Alpha comes first in Flet: `#26000000` is 15 % black."""

    surface: str
    raised: str
    sunken: str
    outline: str
    outline_strong: str
    text: str
    text_muted: str
    primary: str
    on_primary: str
    primary_soft: str
    primary_ink: str
    deep: str
    on_deep: str
    on_deep_muted: str
    attention_text: str
    attention_fill: str
    attention_signal: str
    danger_text: str
    danger_fill: str
    info_text: str
    info_fill: str
    good_text: str
    good_fill: str
    good_signal: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text and fill of a state. Colour only repeats what an icon and a word already say."""
        return {
            "quiet": (self.text_muted, self.sunken),
            "primary": (self.primary_ink, self.primary_soft),
            "attention": (self.attention_text, self.attention_fill),
            "danger": (self.danger_text, self.danger_fill),
            "info": (self.info_text, self.info_fill),
            "good": (self.good_text, self.good_fill),
        }[tone]


LIGHT = Tokens(
    surface="#F4F7F5",
    raised="#FFFFFF",
    sunken="#E9EEEB",
    outline="#D5DDD8",
    outline_strong="#74837D",
    text="#17211D",
    text_muted="#4C5954",
    primary="#0B6E63",
    on_primary="#FFFFFF",
    primary_soft="#DCF0EC",
    primary_ink="#075349",
    deep="#0A4A43",
    on_deep="#FFFFFF",
    on_deep_muted="#B9DCD5",
    attention_text="#5C3B00",
    attention_fill="#FFEBCB",
    attention_signal="#B26A00",
    danger_text="#8C1D18",
    danger_fill="#FCE6E3",
    info_text="#123E6B",
    info_fill="#E4EEFA",
    good_text="#0D4F2B",
    good_fill="#DFF3E6",
    good_signal="#1F7A46",
)
DARK = Tokens(
    surface="#0F1412",
    raised="#181F1C",
    sunken="#26302B",
    outline="#37423D",
    outline_strong="#82918B",
    text="#E6ECE9",
    text_muted="#A9B6B0",
    primary="#6ED7C6",
    on_primary="#00382F",
    primary_soft="#12332D",
    primary_ink="#9FE6D9",
    deep="#0C2D28",
    on_deep="#E6F4F1",
    on_deep_muted="#9CC7BF",
    attention_text="#FFD58A",
    attention_fill="#3A2A0C",
    attention_signal="#E0A64A",
    danger_text="#FFB4AB",
    danger_fill="#43140F",
    info_text="#A8CBF2",
    info_fill="#12283F",
    good_text="#9BDDB4",
    good_fill="#123320",
    good_signal="#5CC286",
)


class SizeClass(StrEnum):
    """Width classes of the layout: under 600 px, 600 to 1023, and from 1024."""

    PHONE = "phone"
    PORTRAIT = "portrait"
    WIDE = "wide"


def size_class(width: float) -> SizeClass:
    """The class of a page width in px."""
    if width < 600:
        return SizeClass.PHONE
    return SizeClass.PORTRAIT if width < 1024 else SizeClass.WIDE


def narrower(size: SizeClass) -> SizeClass:
    """One class narrower, which is what large text needs."""
    return SizeClass.PORTRAIT if size is SizeClass.WIDE else SizeClass.PHONE


@dataclass(frozen=True)
class Look:
    """Everything that decides how a component draws itself.

    `size` is the layout's class, already one narrower under large text; `device` is the real width's class and decides
    only between the rail and the bottom bar. `scale` multiplies font sizes. `thai_digits` applies to shown text, never
    to what is typed.
    """

    tokens: Tokens = LIGHT
    scale: float = 1.0
    size: SizeClass = SizeClass.WIDE
    device: SizeClass = SizeClass.WIDE
    language: Language = "th"
    thai_digits: bool = False

    @property
    def large(self) -> bool:
        """Text so large that lines wrap and boxes grow."""
        return self.scale >= LARGE_SCALE

    @property
    def phone(self) -> bool:
        """One column, whatever the device."""
        return self.size is SizeClass.PHONE

    @property
    def wide(self) -> bool:
        """Room for two panes."""
        return self.size is SizeClass.WIDE

    @property
    def dark(self) -> bool:
        return self.tokens is DARK

    @property
    def margin(self) -> int:
        """Px between content and screen edge."""
        return 16 if self.phone else 24

    @property
    def gutter(self) -> int:
        """Px between blocks and panes."""
        return {SizeClass.PHONE: 12, SizeClass.PORTRAIT: 16, SizeClass.WIDE: 24}[self.size]

    def px(self, length: float) -> int:
        """A fixed length around text: it grows by two thirds of what the text grows."""
        return round(length * (1 + (self.scale - 1) * 2 / 3))

    def lines(self, count: int) -> int:
        """How many lines a text may take: one more under large text, so that names wrap instead of being cut."""
        return count + 1 if self.large else count


def look_for(
    width: float, *, dark: bool = False, scale: float = 1.0, language: Language = "th", thai_digits: bool = False
) -> Look:
    """The look of a page `width` px wide with an officer's settings."""
    device = size_class(width)
    size = narrower(device) if scale >= LARGE_SCALE else device
    tokens = DARK if dark else LIGHT
    return Look(tokens=tokens, scale=scale, size=size, device=device, language=language, thai_digits=thai_digits)


# The default keeps a component that lost its provider readable; screens always sit inside LookContext(look, …).
LookContext = ft.create_context(Look())


def use_look() -> Look:
    """The look of the page, inside an `@ft.component` (it is a hook: call it first and always)."""
    return ft.use_context(LookContext)


def color_scheme(tokens: Tokens) -> ft.ColorScheme:
    """The tokens in Material's roles, so that ink, cursor, sheets and pickers follow them."""
    return ft.ColorScheme(
        primary=tokens.primary,
        on_primary=tokens.on_primary,
        primary_container=tokens.primary_soft,
        on_primary_container=tokens.primary_ink,
        secondary=tokens.primary,
        on_secondary=tokens.on_primary,
        secondary_container=tokens.primary_soft,
        on_secondary_container=tokens.primary_ink,
        tertiary=tokens.primary,
        on_tertiary=tokens.on_primary,
        error=tokens.danger_text,
        on_error=tokens.raised,
        surface=tokens.surface,
        on_surface=tokens.text,
        on_surface_variant=tokens.text_muted,
        surface_container=tokens.raised,
        surface_container_low=tokens.raised,
        surface_container_high=tokens.raised,
        surface_container_highest=tokens.sunken,
        surface_tint="#00000000",
        outline=tokens.outline_strong,
        outline_variant=tokens.outline,
        inverse_surface=tokens.text,
        on_inverse_surface=tokens.surface,
        shadow="#00000000",
    )


def apply_theme(page: ft.Page, look: Look) -> None:
    """Set the page's fonts, colours, locale and padding. Repeat it whenever theme or language changes."""
    page.padding = 0
    page.spacing = 0
    page.fonts = dict(FONT_FILES)
    theme = ft.Theme(font_family=FAMILIES[400], color_scheme=color_scheme(look.tokens))
    page.theme = theme
    page.dark_theme = theme
    page.theme_mode = ft.ThemeMode.DARK if look.dark else ft.ThemeMode.LIGHT
    page.bgcolor = look.tokens.surface
    thai, english = ft.Locale("th", "TH"), ft.Locale("en", "US")
    current = thai if look.language == "th" else english
    page.locale_configuration = ft.LocaleConfiguration(supported_locales=[thai, english], current_locale=current)


def token_names() -> list[str]:
    """The names of all tokens, for tests and the gallery."""
    return [item.name for item in fields(Tokens)]
