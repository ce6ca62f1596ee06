"""Ways in which people's tables differ from the published one."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

from benchmarks.unit_tables import Row, Spoil, UnitTable, programme
from domain.free_form.columns import NAME, PLANNED, REALISED, RESPONSIBLE, SPENDING
from domain.free_form.words import bare, plain

LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźż"
SHORT_HEADERS = {
    NAME: "Działanie",
    RESPONSIBLE: "Komórka odpowiedzialna",
    PLANNED: "Wskaźniki zaplanowane",
    REALISED: "Zakres realizacji",
    SPENDING: "Wysokość środków",
}
NO_ACTIONS = (
    ("Razem", "1 250 uczestników"),
    ("Uwaga: dane zebrano do 15 stycznia", "12 spotkań"),
    ("Wieczory planszówek dla seniorów", "24 spotkania, 310 uczestników"),
    ("Turniej szachowy o Puchar Dyrektora", "1 wydarzenie, 64 uczestników"),
    ("Wyjazd integracyjny pracowników", "2 spotkania"),
)
OTHER_WORDS = ("malarstwa", "tańca", "robotyki", "kulinarne", "sportowe", "seniorów", "teatralne")


def as_it_is(table: UnitTable, random: Random) -> UnitTable:
    """Leave the table as it was published."""
    return table


def typing_slips(table: UnitTable, random: Random) -> UnitTable:
    """Mistype a letter of every other name, result and header."""
    rows = (
        row
        if row.heading
        else replace(
            row,
            texts={
                name: _mistyped(text, random)
                if name in (NAME, REALISED) and random.random() < 0.5
                else text
                for name, text in row.texts.items()
            },
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows), header=_headers_mistyped(table, random))


def without_polish_letters(table: UnitTable, random: Random) -> UnitTable:
    """Write all words without the marks of Polish letters."""
    return _retyped(table, plain_letters)


def shuffled_rows(table: UnitTable, random: Random) -> UnitTable:
    """Mix the rows; headings go."""
    rows = [row for row in table.rows if not row.heading]
    random.shuffle(rows)
    return replace(table, rows=tuple(rows))


def left_out_rows(table: UnitTable, random: Random) -> UnitTable:
    """Leave a third of the rows out."""
    return replace(
        table, rows=tuple(row for row in table.rows if row.heading or random.random() > 1 / 3)
    )


def swapped_columns(table: UnitTable, random: Random) -> UnitTable:
    """Put the columns in another order."""
    return replace(table, fields=tuple(random.sample(table.fields, len(table.fields))))


def fewer_columns(table: UnitTable, random: Random) -> UnitTable:
    """Leave out who is responsible and what was planned."""
    gone = (RESPONSIBLE, PLANNED)
    return replace(table, fields=tuple(name for name in table.fields if name not in gone))


def header_in_two_rows(table: UnitTable, random: Random) -> UnitTable:
    """Break each header after some of its words."""
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for name in table.fields:
        words = " ".join(header.get(name, "") for header in table.header).split()
        cut = random.randint(1, len(words))
        first[name], second[name] = " ".join(words[:cut]), " ".join(words[cut:])
    return replace(table, header=(first, second))


def short_header(table: UnitTable, random: Random) -> UnitTable:
    """Write the headers as people say them."""
    return replace(table, header=(SHORT_HEADERS,))


def merged_cells(table: UnitTable, random: Random) -> UnitTable:
    """Merge names, plans or results with those of the next row."""
    rows = list(table.rows)
    unclear = set(table.unclear)
    place = 0
    while place < len(rows) - 1:
        row, below = rows[place], rows[place + 1]
        if row.action and below.action and random.random() < 0.2:
            name = random.choice([one for one in table.fields if one != SPENDING])
            rows[place] = replace(row, joined=row.joined | {name})
            rows[place + 1] = below.saying(name, "")
            if name in (NAME, REALISED):
                # What one cell says of two rows is neither's.
                unclear |= {(row.action, name), (below.action, name)}
            place += 1
        place += 1
    return replace(table, rows=tuple(rows), unclear=frozenset(unclear))


def other_names(table: UnitTable, random: Random) -> UnitTable:
    """Call every fifth action something that the programme does not know."""
    rows = (
        row.saying(NAME, _renamed(row.texts[NAME], random))
        if row.action and random.random() < 0.2
        else row
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def rows_of_no_action(table: UnitTable, random: Random) -> UnitTable:
    """Add rows that are no action's: totals, notes, further activities, some with nearly an
    action's name."""
    rows = list(table.rows)
    for name, result in random.sample(NO_ACTIONS, 3):
        rows.insert(random.randint(0, len(rows)), Row({NAME: name, REALISED: result}))
    for like in random.sample([*programme().actions()], 3):
        words = like.name.split()
        words[random.randrange(len(words))] = random.choice(OTHER_WORDS)
        name = " ".join(words)
        if bare(name) != bare(like.name):
            texts = {NAME: name, RESPONSIBLE: like.responsible, REALISED: "77 uczestników"}
            rows.insert(random.randint(0, len(rows)), Row(texts))
    return replace(table, rows=tuple(rows))


def numbers_unspaced(table: UnitTable, random: Random) -> UnitTable:
    """Write thousands without a space."""
    return _retyped(table, _unspaced)


WAYS: Mapping[str, tuple[Spoil, ...]] = {
    "as published": (as_it_is,),
    "typing slips": (typing_slips,),
    "without Polish letters": (without_polish_letters,),
    "rows shuffled": (shuffled_rows,),
    "rows left out": (left_out_rows,),
    "columns swapped": (swapped_columns,),
    "two columns only": (fewer_columns,),
    "header in two rows": (header_in_two_rows,),
    "short headers": (short_header,),
    "merged cells": (merged_cells,),
    "names that are not known": (other_names,),
    "rows that are no action": (rows_of_no_action,),
    "thousands unspaced": (numbers_unspaced,),
    "all together": (
        shuffled_rows,
        left_out_rows,
        rows_of_no_action,
        other_names,
        swapped_columns,
        header_in_two_rows,
        merged_cells,
        typing_slips,
    ),
}
"""The variants that are measured, by what people read of them."""


def plain_letters(text: str) -> str:
    """Return a text without the marks of Polish letters; capitals stay."""
    return "".join(plain(char).upper() if char.isupper() else plain(char) for char in text)


def _renamed(name: str, random: Random) -> str:
    return " ".join(["Dawniej", *(word for word in name.split() if random.random() > 0.4)])


def _unspaced(text: str) -> str:
    return re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", "", text)


def _retyped(table: UnitTable, change: Callable[[str], str]) -> UnitTable:
    rows = (
        replace(row, texts={name: change(text) for name, text in row.texts.items()})
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _headers_mistyped(table: UnitTable, random: Random) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {name: _mistyped(text, random) for name, text in header.items()} for header in table.header
    )


def _mistyped(text: str, random: Random) -> str:
    """Return a text with one slip of the pen in one of its longer words."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if long:
        place = random.choice(long)
        words[place] = random.choice(list(_slips(words[place], random)))
    return " ".join(words)


def _slips(word: str, random: Random) -> Iterator[str]:
    at = random.randrange(1, len(word) - 1)
    yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    yield word[:at] + word[at + 1 :]
    yield word[:at] + word[at] + word[at:]
    yield word[:at] + random.choice(LETTERS) + word[at + 1 :]
