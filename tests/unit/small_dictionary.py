"""A dictionary of a few words, so that the rules of language are tried without the real one."""

from collections.abc import Sequence
from functools import cache

from domain.polish.dictionary import Analysis

# Form, word and tag, as the real dictionary writes them.
_WORDS = """
rodzina rodzina subst:sg:nom:f
rodziny rodzina subst:sg:gen:f
rodzinie rodzina subst:sg:dat.loc:f
rodziny rodzina subst:pl:nom.acc.voc:f
rodzin rodzina subst:pl:gen:f
rodzinach rodzina subst:pl:loc:f
rodziców rodzic subst:pl:gen.acc:m1
klub klub subst:sg:nom.acc:m3
klubu klub subst:sg:gen:m3
kluby klub subst:pl:nom.acc.voc:m3
klubów klub subst:pl:gen:m3
klubach klub subst:pl:loc:m3
klub kluba subst:pl:gen:f
widz widz subst:sg:nom:m1
widza widz subst:sg:gen.acc:m1
widzowie widz subst:pl:nom.voc:m1
widzów widz subst:pl:gen.acc:m1
dziecko dziecko subst:sg:nom.acc:n:col
dzieci dziecko subst:pl:nom.acc.voc:n:col
dzieci dziecko subst:pl:gen:n:col
dziećmi dziecko subst:pl:inst:n:col
zadanie zadanie subst:sg:nom.acc:n
zadania zadanie subst:sg:gen:n
zadania zadanie subst:pl:nom.acc.voc:n
rocznica rocznica subst:sg:nom:f
cykl cykl subst:sg:nom.acc:m3
nowy nowy adj:sg:nom.voc:m1.m2.m3:pos
nowa nowy adj:sg:nom.voc:f:pos
nowe nowy adj:sg:nom.acc.voc:n:pos
nowe nowy adj:pl:nom.acc.voc:m2.m3.f.n:pos
nowych nowy adj:pl:gen.loc:m1.m2.m3.f.n:pos
nowej nowy adj:sg:gen.dat.loc:f:pos
zakończony zakończyć ppas:sg:nom.voc:m1.m2.m3:perf:aff
zakończona zakończyć ppas:sg:nom.voc:f:perf:aff
zakończone zakończyć ppas:sg:nom.acc.voc:n:perf:aff
zakończone zakończyć ppas:pl:nom.acc.voc:m2.m3.f.n:perf:aff
został zostać praet:sg:m1.m2.m3:perf
została zostać praet:sg:f:perf
zostało zostać praet:sg:n:perf
zostały zostać praet:pl:m2.m3.f.n:perf
tym ten adj:sg:loc:m1.m2.m3.n:pos
dla dla prep:gen
w w prep:loc
wzięły wziąć praet:pl:m2.m3.f.n:perf
"""


class SmallDictionary:
    """Knows the words above and nothing else."""

    def analyses(self, word: str) -> Sequence[Analysis]:
        """Return the readings of a form."""
        return [one for one in _entries() if one.form == word]

    def forms(self, entry: str) -> Sequence[Analysis]:
        """Return the forms of a word."""
        return [one for one in _entries() if one.lemma == entry]


@cache
def _entries() -> tuple[Analysis, ...]:
    return tuple(_entry(*line.split()) for line in _WORDS.strip().splitlines())


def _entry(form: str, lemma: str, tag: str) -> Analysis:
    word_class, *features = tag.split(":")
    return Analysis(form, lemma, word_class, tuple(frozenset(one.split(".")) for one in features))
