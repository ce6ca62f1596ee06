"""Every text of a definition that people read, with its file and the path of its keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.consistency import LAYOUT, NOUNS, PROGRAMME, STRUCTURE, UNITS
from domain.phrases import Adjective, Noun, Phrase, Word
from domain.programme import Action, PlannedAction, Programme, Section
from domain.values import Value

_ANY_NUMBER = Value(Decimal(5))


@dataclass(frozen=True, slots=True)
class Written:
    """A text, the file and keys where it stands, and the action that it is of."""

    file: str
    key: str
    text: str
    action: str = ""
    field: str = ""


def definition_texts(programme: Programme) -> Iterator[Written]:
    """Yield the texts of a definition; a phrase is given with a number, as it is printed."""
    yield Written(PROGRAMME, "name", programme.name)
    for key, text in programme.texts.items():
        yield Written(PROGRAMME, f"texts.{key}", _dated(programme, text))
    for status, text in programme.status_words.items():
        yield Written(PROGRAMME, f"status_words.{status}", _dated(programme, text))
    for code, unit in programme.units.items():
        yield Written(UNITS, f"{code}.name", unit.name)
    yield from _measures(programme)
    yield from _layout(programme)
    yield from _sections(programme, programme.sections, "sections")
    for action in programme.actions():
        yield from _action(action)
        yield from _planned(action, programme.planned(action))


def _measures(programme: Programme) -> Iterator[Written]:
    """Yield the phrases of the register itself: those that no action counts."""
    used = {
        phrase
        for action in programme.actions()
        for indicator in action.indicators
        for phrase in (indicator.phrase, indicator.realised)
    }
    for phrase in dict.fromkeys(programme.measures.values()):
        if phrase not in used:
            yield Written(NOUNS, f"measures.{phrase.source}", _composed(phrase), field="measures")


def register_texts(programme: Programme) -> Iterator[str]:
    """Yield the words of the registers: right here whatever a dictionary says."""
    for word in programme.register.words.values():
        yield from _forms(word)
    for unit in programme.units.values():
        yield from (unit.name, unit.short, *unit.aliases)


def _forms(word: Word) -> Sequence[str]:
    if isinstance(word, Noun):
        return word.one, word.few, word.many, word.part
    if isinstance(word, Adjective):
        return *word.singular, *word.plural, *word.genitive
    return *word.singular, word.plural, word.virile


def _dated(programme: Programme, text: str) -> str:
    return text.replace("{year}", str(programme.year))


def _composed(phrase: Phrase) -> str:
    return phrase.compose(_ANY_NUMBER)


def _layout(programme: Programme) -> Iterator[Written]:
    for kind, actions in programme.layout.actions.items():
        for place, column in enumerate(actions.columns):
            key = f"actions.{kind}.columns.{place}.header"
            yield Written(LAYOUT, key, _dated(programme, column.header))


def _sections(programme: Programme, sections: Sequence[Section], at: str) -> Iterator[Written]:
    for place, section in enumerate(sections):
        here = f"{at}.{place}"
        title = _dated(programme, section.title)
        yield Written(STRUCTURE, f"{here}.title", title, field="title")
        for key, text in section.fields.items():
            yield Written(STRUCTURE, f"{here}.fields.{key}", text)
        if section.links is not None:
            intro = section.links.intro
            yield Written(STRUCTURE, f"{here}.links.intro", intro, field="links")
            for number, link in enumerate(section.links.items):
                printed = f"{link.number}{'' if link.tight else ' '}{link.text}"
                key = f"{here}.links.items.{number}"
                yield Written(STRUCTURE, key, printed, field="links")
        yield from _sections(programme, section.sections, f"{here}.sections")


def _action(action: Action) -> Iterator[Written]:
    for name in ("name", "responsible"):
        text = str(getattr(action, name))
        yield Written(action.file, f"{action.id}.{name}", text, action.id, name)
    for key, text in action.fields.items():
        yield Written(action.file, f"{action.id}.fields.{key}", text, action.id, key)
    for indicator in action.indicators:
        key = f"{action.id}.indicators.{indicator.key}"
        yield Written(action.file, key, _composed(indicator.phrase), action.id, "planned")
        if indicator.realised != indicator.phrase:
            text = _composed(indicator.realised)
            yield Written(action.file, f"{key}.realised", text, action.id, "realised")


def _planned(action: Action, plan: PlannedAction) -> Iterator[Written]:
    for name in ("words_first", "words", "text"):
        text = str(getattr(plan, name))
        if text:
            yield Written(plan.file, f"{action.id}.{name}", text, action.id, "planned")
