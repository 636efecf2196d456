"""The look: contrast of every text pair, size classes, and large text counting as one class narrower."""

import pytest

from field_app.views.theme import DARK, LIGHT, SizeClass, Tokens, look_for, token_names


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_every_ground_it_stands_on(tokens: Tokens) -> None:
    for ground in (tokens.surface, tokens.raised, tokens.sunken, tokens.primary_soft):
        assert contrast(tokens.text, ground) >= 4.5
        assert contrast(tokens.text_muted, ground) >= 4.5
    assert contrast(tokens.on_primary, tokens.primary) >= 4.5
    for tone in ("quiet", "primary", "attention", "danger", "info", "good"):
        ink, fill = tokens.tone(tone)
        assert contrast(ink, fill) >= 4.5, tone
        assert contrast(ink, tokens.raised) >= 4.5, tone


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_fields_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.outline_strong, tokens.raised) >= 3
    assert len(token_names()) == 24


def test_size_classes_follow_the_width() -> None:
    assert [look_for(width).size for width in (390, 800, 1280)] == list(SizeClass)


def test_large_text_lays_out_one_class_narrower_and_keeps_the_rail() -> None:
    wide, portrait, phone = (look_for(width, scale=1.5) for width in (1280, 800, 390))
    assert (wide.size, portrait.size, phone.size) == (SizeClass.PORTRAIT, SizeClass.PHONE, SizeClass.PHONE)
    assert portrait.device is SizeClass.PORTRAIT
    assert wide.px(48) == 64
    assert wide.lines(1) == 2
