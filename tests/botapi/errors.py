"""Refusals as the Bot API words them."""

from tests.botapi.values import Json


class ApiError(Exception):
    """An answer that is no success: HTTP status, description with its prefix, parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    @property
    def body(self) -> Json:
        """The JSON object answered."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(text: str, **parameters: int) -> ApiError:
    """400, the request is at fault."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """403, the chat does not want the bot."""
    return ApiError(403, f"Forbidden: {text}")


def too_many(seconds: int) -> ApiError:
    """429, wait that many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def need(condition: object, text: str) -> None:
    """Refuse with 400 and that text unless the condition holds."""
    if not condition:
        raise bad_request(text)
