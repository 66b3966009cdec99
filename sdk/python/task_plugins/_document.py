# SPDX-License-Identifier: Apache-2.0
"""JSON as task_plugin.h wants it: at most 16 MiB and 64 levels, no key twice, UTF-8, every digit of a number."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Callable, List, Tuple

MAX_BYTES = 16 << 20
MAX_DEPTH = 64


class JsonError(ValueError):
    """Text that is no acceptable JSON, and why."""


def _whole(text: str) -> str:
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise JsonError("half of a surrogate pair")
    return text


def _mended(text: str) -> str:
    return text if text.isascii() else "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def parse(text: "bytes | str", number: Callable[[str], Any] = Decimal, string: Callable[[str], str] = _whole) -> Any:
    """The value of a document. number makes what has a fraction or an exponent, string what a text comes to."""
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MAX_BYTES:
        raise JsonError(f"longer than {MAX_BYTES} bytes")
    try:
        value = json.loads(
            data.decode("utf-8"), parse_float=number, parse_constant=_no_constant, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 at byte {error.start}") from None
    except RecursionError:
        raise JsonError(f"nested deeper than {MAX_DEPTH} levels") from None
    except JsonError:
        raise
    except ValueError as error:
        raise JsonError(str(error)) from None
    return _checked(value, 0, string)


def parse_reported(text: "bytes | str") -> Any:
    """For what a plugin tells of a service: half of a surrogate pair becomes U+FFFD, and numbers with a fraction are
    Python's own."""
    return parse(text, float, _mended)


def serialize(value: Any) -> bytes:
    """A document for a plugin. Text and bytes are taken for one that is written already."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def same(a: Any, b: Any) -> bool:
    """Equal as JSON values: the order of members does not count, 1 equals 1.0, and true is no number."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(value, b[key]) for key, value in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def pointer_step(name: str) -> str:
    """One step of a JSON Pointer."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _object(members: List[Tuple[str, Any]]) -> Any:
    made = dict(members)
    if len(made) != len(members):
        seen = set()
        for name, _ in members:
            if name in seen:
                raise JsonError(f'the key "{name}" stands twice in one object')
            seen.add(name)
    return made


def _no_constant(name: str) -> Any:
    raise JsonError(f"{name} is no JSON")


def _checked(value: Any, depth: int, string: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return string(value)
    if not isinstance(value, (dict, list)):
        return value
    if depth >= MAX_DEPTH:
        raise JsonError(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, list):
        return [_checked(item, depth + 1, string) for item in value]
    return {string(name): _checked(item, depth + 1, string) for name, item in value.items()}
