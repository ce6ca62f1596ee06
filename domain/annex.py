"""The annex of a round as a document: the draft, or the final version, which bears no marks."""

from domain.rounds import Standing, document_marks
from domain.view import Document, build_document


def annex_document(standing: Standing, *, final: bool) -> Document:
    """Lay the annex out; a final version says nothing of its making, and shows gaps as words."""
    marks = document_marks(
        standing.programme,
        standing.submissions,
        standing.as_of,
        standing.version,
        final=final,
    )
    return build_document(
        standing.programme, standing.merged.actions, marks, standing.edits, clean=final
    )
