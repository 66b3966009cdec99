# SPDX-License-Identifier: Apache-2.0
"""OAuth tokens in Redis, shared by all workers. One renews for all, and whoever reads Redis cannot read them.

What is stored is sealed (Fernet: AES with an HMAC) with a key that is not in Redis. Of a connection there are two
keys: a hash with the generation, and the lease, which ends by itself.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from dataclasses import asdict
from typing import Any, List, Optional, Sequence

import redis
from celery import Celery
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from task_plugins import Lease, OtherGeneration, StoredTokens, Tokens, TokenStore

KEY_FILE = "TASK_PLUGINS_TOKEN_KEY_FILE"

_LEASE = """
if (redis.call('HGET', KEYS[1], 'generation') or '0') ~= ARGV[1] then return -1 end
if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) then return 1 end
return 0
"""
# Whose lease has ended changes nothing.
_END = """
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
if (redis.call('HGET', KEYS[1], 'generation') or '0') ~= ARGV[2] then return 0 end
for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
return 1
"""


class RedisTokenStore(TokenStore):
    """keys are Fernet keys: the first seals, all open, so that a key can be replaced."""

    def __init__(self, client: "redis.Redis[Any]", keys: Sequence["str | bytes"], *, lease_seconds: float = 60,
                 prefix: str = "task-plugins:tokens:") -> None:
        if not keys:
            raise ValueError("tokens are not stored without a key to seal them")
        self._redis, self._prefix, self._lease_ms = client, prefix, int(lease_seconds * 1000)
        self._seal = MultiFernet([Fernet(key) for key in keys])
        self._lease, self._end = client.register_script(_LEASE), client.register_script(_END)

    @classmethod
    def for_app(cls, app: Celery) -> "Optional[RedisTokenStore]":
        """In the app's broker, where TASK_PLUGINS_TOKEN_KEY_FILE names a file with keys, one a line; else None."""
        path, url = os.environ.get(KEY_FILE), str(app.conf.broker_url or "")
        if not path or not url.startswith("redis"):
            return None
        limits = {"socket_timeout": 5, "socket_connect_timeout": 5}
        if url.startswith("redis+socket://"):  # Celery's name of what the client calls unix
            url = url.split("?")[0].replace("redis+socket", "unix", 1)
            del limits["socket_connect_timeout"]
        return cls(redis.Redis.from_url(url, **limits), _read_keys(path))

    def read(self, connection_id: str) -> Optional[StoredTokens]:
        stored = self._redis.hgetall(self._keys(connection_id)[0])
        if not stored:
            return None
        sealed = stored.get(b"sealed")
        return StoredTokens(self._open(connection_id, sealed) if sealed else None, int(stored[b"generation"]),
                            stored.get(b"dead") == b"1")

    def try_lease(self, connection_id: str, generation: int) -> Optional[Lease]:
        token = secrets.token_hex(16)
        answer = self._lease(self._keys(connection_id), [generation, token, self._lease_ms])
        if answer == -1:
            raise OtherGeneration
        return Lease(connection_id, generation, token) if answer == 1 else None

    def commit(self, lease: Lease, tokens: Tokens) -> bool:
        # The lease is ours, so nobody changes what is stored meanwhile; if it has ended, _END refuses.
        stored = self.read(lease.connection_id)
        kept = tokens.keeping(stored.tokens if stored else None)
        sealed = self._seal.encrypt(json.dumps([lease.connection_id, asdict(kept)]).encode())
        return self._finish(lease, ["generation", lease.generation + 1, "dead", 0, "sealed", sealed])

    def abandon(self, lease: Lease, grant_is_dead: bool) -> bool:
        return self._finish(lease, ["generation", lease.generation, "dead", 1] if grant_is_dead else [])

    def _finish(self, lease: Lease, changes: List[Any]) -> bool:
        keys = self._keys(lease.connection_id)
        return bool(self._end(keys, [lease.token, lease.generation, *changes]) == 1)

    def _open(self, connection_id: str, sealed: bytes) -> Tokens:
        try:
            owner, tokens = json.loads(self._seal.decrypt(sealed))
        except InvalidToken:
            raise ValueError("the tokens in Redis were sealed with another key") from None
        if owner != connection_id:
            raise ValueError("the tokens in Redis are another connection's")
        return Tokens(**tokens)

    def _keys(self, connection_id: str) -> List[str]:
        # One slot of a cluster for both.
        name = f"{self._prefix}{{{connection_id}}}"
        return [name, f"{name}:lease"]


def _read_keys(path: str) -> List[str]:
    with open(path, encoding="ascii") as file:
        if os.fstat(file.fileno()).st_mode & (stat.S_IRWXO | stat.S_IWGRP):
            raise ValueError(f"{path} is open to other users; run: chmod 600 {path}")
        return file.read().split()
