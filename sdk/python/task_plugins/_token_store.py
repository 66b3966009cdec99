# SPDX-License-Identifier: Apache-2.0
"""Where OAuth tokens live that several threads, processes or machines share: what an application implements."""

from __future__ import annotations

import abc
import itertools
import os
import threading
import time
import weakref
from dataclasses import dataclass, field, replace
from typing import Any, Dict, Optional, Tuple


@dataclass(frozen=True)
class Tokens:
    """What a service gave."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)  # empty in commit(): keep the stored one
    scope: str = ""  # scopes separated by spaces
    expires_at_unix_ms: int = 0  # of the access token; 0: it does not say
    issued_at_unix_ms: int = 0  # likewise

    def keeping(self, stored: "Optional[Tokens]") -> "Tokens":
        """What to store when these take the place of others."""
        if self.refresh_token or stored is None:
            return self
        return replace(self, refresh_token=stored.refresh_token)


@dataclass(frozen=True)
class StoredTokens:
    """What a store holds of one connection. The generation grows by one with each commit."""

    tokens: Optional[Tokens]
    generation: int
    grant_is_dead: bool = False  # a person has to sign in again


@dataclass(frozen=True)
class Lease:
    """The right to renew what was read as this generation, until it is given back or its time is over."""

    connection_id: str
    generation: int
    token: Any  # by which the store tells it from a later one


class OtherGeneration(Exception):
    """Somebody has renewed: read again."""


class TokenStore(abc.ABC):
    """Functions that answer soon and wait for nobody. Each plugin object asks on a thread of its own.

    A process may fork in the middle of them: what a child uses of the store then has to be whole there.
    """

    @abc.abstractmethod
    def read(self, connection_id: str) -> Optional[StoredTokens]:
        """What is stored; None: nothing."""

    @abc.abstractmethod
    def try_lease(self, connection_id: str, generation: int) -> Optional[Lease]:
        """Lends the only lease, unless somebody has it: then None, and this is asked again.

        Raises OtherGeneration when another one than this is stored (0: nothing). A dead grant is no obstacle. A
        lease that nobody gives back ends by itself.
        """

    @abc.abstractmethod
    def commit(self, lease: Lease, tokens: Tokens) -> bool:
        """Stores tokens.keeping(what is stored) as the next generation and ends the lease, in one step.

        False: the lease had ended before, and nothing is stored.
        """

    @abc.abstractmethod
    def abandon(self, lease: Lease, grant_is_dead: bool) -> bool:
        """Ends the lease; the grant becomes dead if that is said and the generation is still the lease's."""


class MemoryTokenStore(TokenStore):
    """For the connections of one process. A child begins with its parent's tokens, and goes its own way."""

    _all: "weakref.WeakSet[MemoryTokenStore]" = weakref.WeakSet()

    def __init__(self, lease_seconds: float = 60) -> None:
        self._stored: Dict[str, StoredTokens] = {}
        self._numbers = itertools.count(1)
        self._lease_seconds = lease_seconds
        self._renew()
        self._all.add(self)

    def _renew(self) -> None:
        """In a child process too: nobody there gives a lease or the lock back."""
        self._lock = threading.Lock()
        self._leases: Dict[str, Tuple[int, float]] = {}

    @classmethod
    def _renew_all(cls) -> None:
        for store in list(cls._all):
            store._renew()

    def read(self, connection_id: str) -> Optional[StoredTokens]:
        return self._stored.get(connection_id)

    def try_lease(self, connection_id: str, generation: int) -> Optional[Lease]:
        with self._lock:
            stored = self._stored.get(connection_id)
            if generation != (stored.generation if stored else 0):
                raise OtherGeneration
            if self._leases.get(connection_id, (0, 0.0))[1] > time.monotonic():
                return None
            number = next(self._numbers)
            self._leases[connection_id] = number, time.monotonic() + self._lease_seconds
            return Lease(connection_id, generation, number)

    def commit(self, lease: Lease, tokens: Tokens) -> bool:
        with self._lock:
            if not self._end(lease):
                return False
            stored = self._stored.get(lease.connection_id)
            kept = tokens.keeping(stored.tokens if stored else None)
            self._stored[lease.connection_id] = StoredTokens(kept, lease.generation + 1)
            return True

    def abandon(self, lease: Lease, grant_is_dead: bool) -> bool:
        with self._lock:
            if not self._end(lease):
                return False
            if grant_is_dead:
                stored = self._stored.get(lease.connection_id, StoredTokens(None, lease.generation))
                self._stored[lease.connection_id] = replace(stored, grant_is_dead=True)
            return True

    def _end(self, lease: Lease) -> bool:
        number, until = self._leases.get(lease.connection_id, (0, 0.0))
        if number != lease.token or until <= time.monotonic():
            return False
        del self._leases[lease.connection_id]
        return True


os.register_at_fork(after_in_child=MemoryTokenStore._renew_all)
