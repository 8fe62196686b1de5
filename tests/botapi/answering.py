"""Methods that answer what people asked with a button or inline."""

import time
from typing import Any

from tests.botapi import markup, text
from tests.botapi.errors import need
from tests.botapi.params import Params
from tests.botapi.values import Json
from tests.botapi.world import Query, World

_MOST_RESULTS, _MOST_ID, _MOST_TOAST = 50, 64, 200
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback(world: World, params: Params) -> bool:
    """`answerCallbackQuery`."""
    query = _query(world, "callback_query", params.get("callback_query_id"))
    need(len(str(params.get("text", ""))) <= _MOST_TOAST, "MESSAGE_TOO_LONG")
    query.answers.append(params)
    return True


def answer_inline(world: World, params: Params) -> bool:
    """`answerInlineQuery`."""
    results = params.get("results") or []
    need(isinstance(results, list), "expected an Array of inline query results")
    need(len(results) <= _MOST_RESULTS, "too many inline query results specified")
    for result in results:
        _check_result(result)
    query = _query(world, "inline_query", params.get("inline_query_id"))
    ids = [str(result.get("id", "")) for result in results]
    need(all(1 <= len(name.encode()) <= _MOST_ID for name in ids), "RESULT_ID_INVALID")
    need(len(set(ids)) == len(ids), "RESULT_ID_DUPLICATE")
    query.answers.append(params)
    return True


def _query(world: World, kind: str, query_id: object) -> Query:
    query = world.queries.get(str(query_id))
    if query is None or query.kind != kind:
        query = None
    fresh = query is not None and time.monotonic() - query.asked <= world.query_seconds
    need(fresh, _TOO_OLD)
    assert query is not None
    return query


def _check_result(result: Any) -> None:
    """An article needs a title and a text; the text and keyboard of any result are checked."""
    bad = "can't parse inline query result: "
    need(isinstance(result, dict), f"{bad}Inline query result must be an object")
    content: Json | None = result.get("input_message_content")
    if result.get("type") == "article":
        need(result.get("title"), f'{bad}Can\'t find field "title"')
        need(content, f'{bad}Can\'t find field "message_text"')
    if content and "message_text" in content:
        text.message_text(content | {"text": content["message_text"]})
    markup.reply_markup(result)
