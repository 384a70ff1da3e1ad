"""Chinese text or the code of a thing comes in; the words to show, in the language of this session, go out.

A Chinese text is its own key: `words/en.toml` holds its English. Codes of the data (measures, kinds, sections) have
their Chinese and English in `words/terms.toml`. The language is held per context: sessions do not disturb each other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).parent / "words"
_LANGUAGE: ContextVar[str] = ContextVar("language", default="zh")


def language() -> str:
    """The language of this session: 'zh' or 'en'."""
    return _LANGUAGE.get()


def speak(lang: str) -> None:
    """Set the language of this session. Raises ValueError for a language that has no words."""
    if lang not in LANGUAGES:
        raise ValueError(f"no words for language {lang!r}; there are {', '.join(LANGUAGES)}")
    _LANGUAGE.set(lang)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak another language within a `with` block."""
    token = _LANGUAGE.set(lang)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def t(text: str, **values: object) -> str:
    """The text in the session's language, with `{name}` places filled from values. Raises KeyError without English.

    English that depends on a number is written "one | many"; the value `n` chooses. A space before or after belongs to both.
    """
    words = counted(text if language() == "zh" else english()[text], values.get("n"))
    return words.format(**values) if values else words


def counted(words: str, n: object) -> str:
    """Of "one | many" the one that goes with the number n; other words as they are."""
    if " | " not in words:
        return words
    one, many = words.split("|")
    before, after = words[: -len(words.lstrip())], words[len(words.rstrip()) :]
    return before + (one if n == 1 else many).strip() + after


def term(code: str, group: str = "") -> str:
    """The name of a code of the data ('three_public' → 三公经费); the code itself where it has no name.

    A code that means something else in one group of terms.toml (a measure, a kind) has that name when the group is given.
    """
    names = _groups().get(group, {}).get(code) or terms().get(code)
    return names[language()] if names else code


def said(value: object) -> object:
    """What a finding holds against something, in the session's language where it is a word of ours; anything else as it is."""
    names = _groups()["said"].get(value) if isinstance(value, str) else None
    return names[language()] if names else value


@cache
def english() -> dict[str, str]:
    """English of every Chinese text of the screen."""
    words: dict[str, str] = _read("en.toml")["text"]
    return words


@cache
def framework() -> tuple[tuple[str, str], ...]:
    """What Streamlit says of itself in English, each with its Chinese; {} is a part that changes."""
    return tuple(_read("streamlit.toml")["text"].items())


@cache
def terms() -> dict[str, dict[str, str]]:
    """Chinese and English of every code: {code: {'zh': …, 'en': …}}; of its first group where it stands in several."""
    return {code: names for group in reversed(_groups().values()) for code, names in group.items()}


@cache
def _groups() -> dict[str, dict[str, dict[str, str]]]:
    groups = _read("terms.toml").items()
    return {
        group: {code: dict(zip(LANGUAGES, names, strict=True)) for code, names in codes.items()}
        for group, codes in groups
    }


@cache
def _read(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
