# SPDX-License-Identifier: Apache-2.0
"""tp.token-store/1 over a TokenStore: requests of plugins, done on one thread so that no plugin ever waits here."""

from __future__ import annotations

import ctypes
import logging
import os
import queue
import threading
from typing import Any, Callable, Dict, List, Optional, Tuple

from . import _abi
from ._mask import SecretMask
from ._result import Status
from ._threads import callback
from ._token_store import Lease, OtherGeneration, Tokens, TokenStore

_LOGGER = logging.getLogger("task_plugins")
_LOOK_SECONDS = 0.02  # how often to look whether somebody else gave the lease back

Job = Callable[[], None]
Waiter = Tuple[str, int, Any, Optional[int]]


class Desk:
    """The thread starts with the first request, in a child process too, and ends with stop()."""

    def __init__(self, store: TokenStore, mask: SecretMask) -> None:
        self._store, self._mask = store, mask
        self._process = 0
        self._begin()

    def _begin(self) -> None:
        """Empty, for this process: what a parent had asked is answered there."""
        self._jobs: "queue.SimpleQueue[Optional[Job]]" = queue.SimpleQueue()
        self._waiters: List[Waiter] = []
        self._leases: Dict[int, Lease] = {}
        self._last_lease = 0
        self._thread: Optional[threading.Thread] = None
        self._starting = threading.Lock()
        self._process = os.getpid()

    def renew_after_fork(self) -> None:
        self._begin()

    def post(self, job: Job) -> None:
        self._jobs.put(job)
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="task-plugins-tokens", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Answers what is open with CANCELLED and gives leases back."""
        if self._thread is not None and self._process == os.getpid():
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=_LOOK_SECONDS if self._waiters else None)
            except queue.Empty:
                job = self._look
            if job is None:
                break
            job()
        for _, _, done, user in self._waiters:
            done(user, Status.CANCELLED, 0)
        for lease in self._leases.values():
            self._guarded(lambda lease=lease: self._store.abandon(lease, False))  # type: ignore[misc]

    def read(self, connection_id: str, done: Any, user: Optional[int]) -> None:
        stored, failed = self._guarded(lambda: self._store.read(connection_id))
        if failed:
            done(user, Status.INTERNAL, None, 0)
        elif stored is None:
            done(user, Status.NOT_FOUND, None, 0)
        elif stored.grant_is_dead or stored.tokens is None:
            done(user, Status.UNAUTHENTICATED, None, stored.generation)
        else:
            tokens = self._to_abi(stored.tokens)
            done(user, Status.OK, ctypes.byref(tokens), stored.generation)
            _wipe(tokens)

    def begin_refresh(self, waiter: Waiter) -> None:
        self._waiters.append(waiter)
        self._look()

    def commit(self, number: int, tokens: Tokens, done: Any, user: Optional[int]) -> None:
        self._end(number, lambda lease: self._store.commit(lease, tokens), done, user)

    def abandon(self, number: int, grant_is_dead: bool, done: Any, user: Optional[int]) -> None:
        self._end(number, lambda lease: self._store.abandon(lease, grant_is_dead), done, user)

    def _end(self, number: int, end: Callable[[Lease], bool], done: Any, user: Optional[int]) -> None:
        lease = self._leases.pop(number, None)
        stored, failed = self._guarded(lambda: lease is not None and end(lease))
        done(user, Status.INTERNAL if failed else Status.OK if stored else Status.CONFLICT)
        self._look()

    def _look(self) -> None:
        """Serves in turn who waits; the first for a connection whose lease is taken keeps the others waiting."""
        waiting, self._waiters = self._waiters, []
        taken = set()
        for waiter in waiting:
            connection_id, generation, done, user = waiter
            if connection_id in taken:
                self._waiters.append(waiter)
                continue
            try:
                lease, failed = self._guarded(lambda: self._store.try_lease(connection_id, generation))
            except OtherGeneration:
                done(user, Status.CONFLICT, 0)
                continue
            if failed:
                done(user, Status.INTERNAL, 0)
            elif lease is None:
                taken.add(connection_id)
                self._waiters.append(waiter)
            else:
                self._last_lease += 1
                self._leases[self._last_lease] = lease
                done(user, Status.OK, self._last_lease)

    def _guarded(self, call: Callable[[], Any]) -> Tuple[Any, bool]:
        try:
            return call(), False
        except OtherGeneration:
            raise
        except Exception as error:  # the class alone: its words may hold what the store was told
            _LOGGER.error("the token store failed: %s", type(error).__name__)
            return None, True

    def _to_abi(self, tokens: Tokens) -> Any:
        self.mask_tokens(tokens)
        return _abi.sized(
            _abi.TokenSet, access_token=_abi.Str.of(tokens.access_token),
            refresh_token=_abi.Str.of(tokens.refresh_token), scope=_abi.Str.of(tokens.scope),
            expires_at_unix_ms=tokens.expires_at_unix_ms, issued_at_unix_ms=tokens.issued_at_unix_ms)

    def mask_tokens(self, tokens: Tokens) -> None:
        self._mask.add(tokens.access_token)
        self._mask.add(tokens.refresh_token)


def _wipe(tokens: Any) -> None:
    tokens.access_token.wipe()
    tokens.refresh_token.wipe()


def _accept(pointer: Any) -> "Tokens | Status":
    """What a plugin wants to store, or why that is not acceptable."""
    if not pointer or not _abi.has(pointer, _abi.TokenSet, "issued_at_unix_ms"):
        return Status.INVALID_ARGUMENT
    said = _abi.copy_sized(pointer, _abi.TokenSet)
    if said.flags & _abi.MUST_UNDERSTAND:
        return Status.NOT_IMPLEMENTED
    try:
        access, refresh, scope = (
            text.bytes().decode() for text in (said.access_token, said.refresh_token, said.scope))
    except UnicodeDecodeError:
        return Status.INVALID_ARGUMENT
    if not access:
        return Status.INVALID_ARGUMENT
    return Tokens(access, refresh, scope, said.expires_at_unix_ms, said.issued_at_unix_ms)


def _id(text: _abi.Str) -> str:
    """A connection's id, or "" for one that is none."""
    try:
        return text.bytes().decode()
    except UnicodeDecodeError:
        return ""


def table(of: Callable[[Optional[int]], Optional[Desk]]) -> Any:
    """tp_svc_tokens. Every text is copied before the function returns."""

    def desk(ctx: Optional[int]) -> Desk:
        found = of(ctx)
        assert found is not None  # no plugin gets this table from a host without a store
        return found

    def read(ctx: Optional[int], connection_id: _abi.Str, done: Any, user: Optional[int]) -> None:
        id, at = _id(connection_id), desk(ctx)
        if id:
            at.post(lambda: at.read(id, done, user))
        else:
            done(user, Status.INVALID_ARGUMENT, None, 0)

    def begin(ctx: Optional[int], connection_id: _abi.Str, generation: int, done: Any, user: Optional[int]) -> None:
        id, at = _id(connection_id), desk(ctx)
        if id:
            at.post(lambda: at.begin_refresh((id, generation, done, user)))
        else:
            done(user, Status.INVALID_ARGUMENT, 0)

    def commit(ctx: Optional[int], lease: int, pointer: Any, done: Any, user: Optional[int]) -> None:
        at, accepted = desk(ctx), _accept(pointer)
        if isinstance(accepted, Status):
            done(user, accepted)
            return
        tokens = accepted
        at.mask_tokens(tokens)
        at.post(lambda: at.commit(lease, tokens, done, user))

    def abandon(ctx: Optional[int], lease: int, grant_is_dead: int, done: Any, user: Optional[int]) -> None:
        at = desk(ctx)
        at.post(lambda: at.abandon(lease, grant_is_dead != 0, done, user))

    return _abi.sized(
        _abi.SvcTokens, read=callback(_abi.TokenReadFn, read), begin_refresh=callback(_abi.TokenBeginFn, begin),
        commit=callback(_abi.TokenCommitFn, commit), abandon=callback(_abi.TokenAbandonFn, abandon))
