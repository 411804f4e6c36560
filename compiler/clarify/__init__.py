"""The open questions of a specification, and its answers written back into it.

``questions`` is the door; ``with_answers`` writes.
"""

from .questions import Choice, Question, questions
from .writing import with_answers

__all__ = ["Choice", "Question", "questions", "with_answers"]
