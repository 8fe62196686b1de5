"""What an operator must change before the program can go on."""


class OperatorMistake(Exception):
    """The message is one sentence that says what to do; it is shown without a traceback."""
