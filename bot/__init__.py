"""组长助手: a sourced question-and-answer assistant for Party group leaders."""

__version__ = "0.1.0"
