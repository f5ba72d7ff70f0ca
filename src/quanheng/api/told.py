"""A verdict in plain words, as every shopper's page says it."""

from typing import Literal

from ninja import Field, Schema

from quanheng.measuring.spoken import mass
from quanheng.measuring.told import Told

Tone = Literal["good", "bad", "near", "quiet"]


class RuleOut(Schema):
    title: str
    tone: str
    word: str
    limit: str
    clause: str
    binding: bool = Field(description="false for a standard that this market has not adopted")


class ToldOut(Schema):
    tone: Tone
    word: str
    headline: str
    sentence: str
    explanation: str
    rules: list[RuleOut]


def told_out(told: Told) -> ToldOut:
    return ToldOut(
        tone=told.tone,
        word=told.word,
        headline=told.headline,
        sentence=told.sentence,
        explanation=told.explanation,
        rules=[
            RuleOut(
                title=rule.title,
                tone=rule.tone,
                word=rule.word,
                limit=mass(rule.limit_mg) if rule.limit_mg is not None else "",
                clause=rule.clause,
                binding=rule.binding,
            )
            for rule in told.rules
        ],
    )
