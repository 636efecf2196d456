"""The wording of the office's pages: each key is said once, in both languages, and every page's word is there."""

import re
from importlib import import_module
from pkgutil import iter_modules

from server.console import words
from server.console.render import TEMPLATES

SAID = re.compile(r"""(?<![\w.])t\(\s*'([a-z0-9_-]+)'\s*[,)]""")


def modules() -> dict[str, words.Words]:
    """Each module's wording by its name."""
    names = [found.name for found in iter_modules(words.__path__) if found.name != "pair"]
    return {name: getattr(import_module(f"{words.__name__}.{name}"), name.upper()) for name in names}


def test_a_key_stands_in_one_module() -> None:
    keys = [key for said in modules().values() for key in said]
    assert sorted(keys) == sorted(set(keys))
    assert set(keys) == set(words.WORDS)


def test_every_word_is_there_in_thai_and_english_with_the_same_details() -> None:
    for key, (thai, english) in words.WORDS.items():
        assert thai.strip(), key
        assert english.strip(), key
        assert set(re.findall(r"{\w+}", english)) <= set(re.findall(r"{\w+}", thai)), key


def test_a_template_says_no_word_that_is_missing() -> None:
    for template in TEMPLATES.rglob("*.html"):
        missing = set(SAID.findall(template.read_text(encoding="utf-8"))) - set(words.WORDS)
        assert missing == set(), template.name
