"""A small definition without a fault, and ways to spoil it, each with its rule and place."""

from dataclasses import dataclass

from tests.flow.injected import LAYOUT

FILES = {
    "programme.yaml": """
name: Program próbny
short: PP
years: [2024]
levels: {area: obszar, task: zadanie}
texts: {tytul: "Sprawozdanie za {year} rok"}
files: {annex: "a_{year}.docx", final: "f_{year}.docx", form: "{unit}.xlsx"}
""",
    "layout.yaml": LAYOUT.replace(
        "sections: {", 'sections: {task: [{style: Normal, text: "{title}"}], '
    ),
    "units.yaml": """
DOM: {name: Dom Kultury, short: DK, kind: house, reports: true, aliases: [dom kultury]}
KLUB: {name: Klub Rodziców, short: KR, kind: club, reports: true}
""",
    "nouns.yaml": """
nouns:
  godzina: {kind: hours, gender: f, forms: [godzina, godziny, godzin, godziny]}
  kurs: {kind: events, gender: m, forms: [kurs, kursy, kursów, kursu]}
  rodzina: {kind: families, gender: f, forms: [rodzina, rodziny, rodzin, rodziny]}
""",
    "structure.yaml": """
sections:
- number: I
  level: area
  title: Wsparcie rodzin
  sections:
  - number: I.1
    level: task
    title: Zajęcia dla rodzin
    actions: zajecia
    links:
      intro: "Działania powiązane z:"
      items:
      - {number: "1.", text: Strategią Rozwoju Krakowa}
      - {number: "2.", text: Programem Ochrony Zdrowia na lata 2020-2030}
      - {number: "3.", text: Programem Rozwoju Sportu na lata 2022-2026}
  - number: I.2
    level: task
    title: Wyjazdy dla rodzin
    actions: wyjazdy
    links:
      intro: "Działania powiązane z:"
      items:
      - {number: "1.", text: Strategią Rozwoju Województwa}
      - {number: "2.", text: Programem Ochrony Zabytków w latach 2023-2027}
  - number: I.3
    level: task
    title: Porady dla rodzin
    actions: porady
    links:
      intro: "Działania powiązane z:"
      items:
      - {number: "1.", text: Strategią Rozwiązywania Problemów Społecznych}
""",
    "actions/zajecia.yaml": """
- {id: I.1.1, name: Gry i zabawy, responsible: "Dom Kultury, Klub Rodziców", lead: DOM,
   indicators: {kursy: {phrase: "{kurs}", realised: "{kurs}"}}}
- {id: I.1.2, name: Zajęcia z tańca, responsible: Dom Kultury, lead: DOM,
   indicators: {kursy: "{kurs}"}}
- {id: I.1.3, name: Zajęcia ze śpiewu, responsible: Dom Kultury, lead: DOM,
   indicators: {kursy: "{kurs}"}}
- {id: I.1.4, name: Zajęcia z rysunku, responsible: "Dom Kultury, Klub Rodziców", lead: DOM,
   indicators: {kursy: "{kurs}"}}
""",
    "actions/wyjazdy.yaml": """
- {id: I.2.1, name: Wyjazdy w góry, responsible: Klub Rodziców, lead: KLUB,
   indicators: {rodziny: "{rodzina}", godziny: "{godzina}"}}
- {id: I.2.2, name: Wyjazdy nad morze, responsible: Klub Rodziców, lead: KLUB,
   indicators: {rodziny: "{rodzina}", godziny: "{godzina}"}}
- {id: I.2.3, name: Wyjazdy nad jeziora, responsible: Klub Rodziców, lead: KLUB,
   indicators: {rodziny: "{rodzina}", godziny: "{godzina}"}}
""",
    "actions/porady.yaml": """
- {id: I.3.1, name: Porady prawne, responsible: Klub Rodziców, lead: KLUB}
- {id: I.3.2, name: Porady zdrowotne, responsible: Klub Rodziców, lead: KLUB}
- {id: I.3.3, name: Porady zawodowe, responsible: Klub Rodziców, lead: KLUB}
""",
    "plan/2024/zajecia.yaml": """
I.1.1: {kursy: 11}
I.1.2: {kursy: 12}
I.1.3: {kursy: 13}
I.1.4: {kursy: 14}
""",
    "plan/2024/wyjazdy.yaml": """
I.2.1: {rodziny: 31, godziny: 125}
I.2.2: {rodziny: 42, godziny: 136}
I.2.3: {rodziny: 53, godziny: 147}
""",
    "plan/2024/porady.yaml": """
I.3.1: {words: działanie ciągłe Programu}
I.3.2: {words: działanie ciągłe Programu}
I.3.3: {words: działanie ciągłe Programu}
""",
}


@dataclass(frozen=True, slots=True)
class DefinitionFault:
    """Words of a definition that are put in place of others, and the keys at which it is told."""

    rule: str
    mechanism: str
    file: str
    was: str
    instead: str
    keys: tuple[str, ...]


DEFINITION_FAULTS: tuple[DefinitionFault, ...] = (
    DefinitionFault(
        "link-number",
        "a number left out",
        "structure.yaml",
        'number: "3.", text: Programem Rozwoju Sportu',
        'number: "4.", text: Programem Rozwoju Sportu',
        ("sections.0.sections.0.links.items.2",),
    ),
    DefinitionFault(
        "link-number",
        "a list that begins with two",
        "structure.yaml",
        'number: "1.", text: Strategią Rozwiązywania',
        'number: "2.", text: Strategią Rozwiązywania',
        ("sections.0.sections.2.links.items.0",),
    ),
    DefinitionFault(
        "link-ended",
        "ended the year before",
        "structure.yaml",
        "Zdrowia na lata 2020-2030",
        "Zdrowia na lata 2020-2023",
        ("sections.0.sections.0.links.items.1",),
    ),
    DefinitionFault(
        "link-ended",
        "ended long ago, with a dash",
        "structure.yaml",
        "Zabytków w latach 2023-2027",
        "Zabytków w latach 2011 – 2016",
        ("sections.0.sections.1.links.items.1",),
    ),
    DefinitionFault(
        "links-intro",
        "other words",
        "structure.yaml",
        'actions: wyjazdy\n    links:\n      intro: "Działania powiązane z:"',
        'actions: wyjazdy\n    links:\n      intro: "Zadania powiązane z:"',
        ("sections.0.sections.1.links.intro",),
    ),
    DefinitionFault(
        "unit-name",
        "small letters",
        "actions/zajecia.yaml",
        "name: Zajęcia ze śpiewu, responsible: Dom Kultury",
        "name: Zajęcia ze śpiewu, responsible: dom kultury",
        ("I.1.3.responsible",),
    ),
    DefinitionFault(
        "unit-name",
        "no comma between two",
        "actions/zajecia.yaml",
        'rysunku, responsible: "Dom Kultury, Klub Rodziców"',
        'rysunku, responsible: "Dom Kultury Klub Rodziców"',
        ("I.1.4.responsible",),
    ),
    DefinitionFault(
        "unit-unknown",
        "a unit that the register lacks",
        "actions/porady.yaml",
        "name: Porady prawne, responsible: Klub Rodziców",
        "name: Porady prawne, responsible: Klub Seniorów",
        ("I.3.1.responsible",),
    ),
    DefinitionFault(
        "noun-changed",
        "courses planned, hours counted",
        "actions/zajecia.yaml",
        'realised: "{kurs}"',
        'realised: "{godzina}"',
        ("I.1.1.indicators.kursy",),
    ),
    DefinitionFault(
        "plan-words",
        "small letters",
        "plan/2024/porady.yaml",
        "I.3.2: {words: działanie ciągłe Programu}",
        "I.3.2: {words: działanie ciągłe programu}",
        ("I.3.2.words",),
    ),
    DefinitionFault(
        "plan-unset",
        "joined in an earlier year",
        "plan/2024/porady.yaml",
        "I.3.3: {words: działanie ciągłe Programu}",
        "I.3.3: {words: działanie ciągłe Programu, joined: 2022}",
        ("I.3.3.words",),
    ),
    DefinitionFault(
        "plan-twice",
        "a row copied down",
        "plan/2024/wyjazdy.yaml",
        "I.2.2: {rodziny: 42, godziny: 136}",
        "I.2.2: {rodziny: 31, godziny: 125}",
        ("I.2.1", "I.2.2"),
    ),
    DefinitionFault(
        "polish-diacritics",
        "a name without its marks",
        "actions/wyjazdy.yaml",
        "name: Wyjazdy w góry",
        "name: Wyjazdy dla dzieci i mlodziezy",
        ("I.2.1.name",),
    ),
    DefinitionFault(
        "polish-doubled",
        "a title with a word twice",
        "structure.yaml",
        "title: Porady dla rodzin",
        "title: Porady dla dla rodzin",
        ("sections.0.sections.2.title",),
    ),
)
