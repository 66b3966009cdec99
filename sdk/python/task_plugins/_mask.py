# SPDX-License-Identifier: Apache-2.0
"""Secrets that may not show in a log."""

from __future__ import annotations

import json
from typing import Any, List


class SecretMask:
    """The longest first: masking a short secret inside a longer one would leave the rest readable."""

    def __init__(self) -> None:
        self._secrets: List[str] = []

    def add(self, secret: str) -> None:
        forms = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]} - {"", *self._secrets}
        if forms:
            # Replaced in one step: other threads read meanwhile.
            self._secrets = sorted({*self._secrets, *forms}, key=len, reverse=True)

    def add_texts(self, value: Any) -> None:
        """Every text in a JSON value."""
        if isinstance(value, str):
            self.add(value)
        elif isinstance(value, dict):
            self.add_texts(list(value.values()))
        elif isinstance(value, list):
            for item in value:
                self.add_texts(item)

    def mask(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text
