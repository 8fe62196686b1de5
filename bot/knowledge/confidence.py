"""What `knowledge/confidence.yaml` holds: numbers that a program learned."""

import math
from typing import Literal, Self

from pydantic import Field, StrictFloat, StrictStr, model_validator
from pydantic_core import PydanticCustomError

from bot.knowledge.shape import Shape

Part = Literal["chars", "sounds", "odds", "wording", "reading"]
"""What the likeness of a candidate is blended from (`bot.answering.index`)."""
Signal = Literal["likeness", "lead", "crowd", "ahead_of_guard", "length"]
"""What confidence is judged by (`bot.answering.verdict`)."""


class Logistic(Shape):
    """A fitted probability: 1 / (1 + exp(-(bias + sum of weight * signal)))."""

    bias: StrictFloat
    weights: dict[Signal, StrictFloat]


class ConfidenceFile(Shape):
    """`knowledge/confidence.yaml`: numbers fitted on the knowledge, never written by hand.

    `blend` turns the five likenesses of a candidate into one (the weights sum to 1). `answer` is
    the probability that the nearest entry is right, `offer` that the right one is among three;
    `answer_at` and `offer_at` are the least probabilities at which the bot does either.
    """

    fitted_on: StrictStr
    blend: dict[Part, StrictFloat] = Field(min_length=5)
    answer: Logistic
    offer: Logistic
    answer_at: StrictFloat
    offer_at: StrictFloat

    @model_validator(mode="after")
    def _blend_is_an_average(self) -> Self:
        if not math.isclose(sum(self.blend.values()), 1, abs_tol=0.001):
            raise PydanticCustomError("blend_sum", "-")  # its wording is in bot.texts
        return self
