"""Full-text search in guides: one question, asked of SQLite's FTS5 or of PostgreSQL."""

import re

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from app.extensions import db
from app.guides.models import Guide

WORD = re.compile(r"[^\W_]+")
KEPT = table("guide_words", column("rowid", Integer))
MOST_WORDS = 8
LONGEST_WORD = 40
"""More words, and letters of a word, than this are not asked for."""


def words_of(typed: str) -> list[str]:
    """The words in what somebody typed: letters and digits alone, so no operator is among them."""
    found = WORD.findall(typed[:2000])
    return [word[:LONGEST_WORD].lower() for word in found[:MOST_WORDS]]


def ranked(typed: str) -> Select[int]:
    """The keys of the guides in which every word, or its beginning, stands; the best first.

    A word of the title weighs five of the text. Without any word, no guide is found.
    """
    words = words_of(typed)
    if not words:
        return select(Guide.id).where(literal_column("1") == 0)
    by_engine = _in_sqlite if db.engine.dialect.name == "sqlite" else _in_postgresql
    return by_engine(words)


def _in_sqlite(words: list[str]) -> Select[int]:
    asked = " ".join(f'"{word}"*' for word in words)
    found = text("guide_words MATCH :asked").bindparams(asked=asked)
    return (
        select(Guide.id)
        .join(KEPT, KEPT.c.rowid == Guide.id)
        .where(found)
        .order_by(literal_column("bm25(guide_words, 5.0, 1.0)"), Guide.id)
    )


def _in_postgresql(words: list[str]) -> Select[int]:
    asked = func.to_tsquery("simple", " & ".join(f"'{word}':*" for word in words))
    simple: ColumnElement[str] = literal_column("'simple'")
    kept = func.to_tsvector(simple, Guide.title + literal_column("' '") + Guide.body)
    return (
        select(Guide.id)
        .where(kept.op("@@")(asked))
        .order_by(func.ts_rank(_weighed(), asked).desc(), Guide.id)
    )


def _weighed() -> ColumnElement[str]:
    simple: ColumnElement[str] = literal_column("'simple'")
    title = func.setweight(func.to_tsvector(simple, Guide.title), literal_column("'A'"))
    body = func.setweight(func.to_tsvector(simple, Guide.body), literal_column("'D'"))
    return title.op("||")(body)
