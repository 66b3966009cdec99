// SPDX-License-Identifier: Apache-2.0
// OAuth tokens in Redis, shared by all processes of n8n on all machines. One renews for all, and whoever
// reads Redis cannot read them: they are sealed (AES-256-GCM) with a key that is not in Redis.
//
// Of a connection there are two keys: a hash with the generation, and the lease, which ends by itself.
'use strict';

const fs = require('fs');
const {createCipheriv, createDecipheriv, randomBytes} = require('crypto');
const {setTimeout: pause} = require('timers/promises');

const LEASE_MS = 60000;
const PAUSE_MS = 100;
const [IV, TAG] = [12, 16];  // bytes

const LEASE = `
if (redis.call('HGET', KEYS[1], 'generation') or '0') ~= ARGV[1] then return -1 end
if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) then return 1 end
return 0`;
// Whose lease has ended changes nothing.
const END = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
if (redis.call('HGET', KEYS[1], 'generation') or '0') ~= ARGV[2] then return 0 end
for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
return 1`;

// The first key seals, all of them open, so that a key can be replaced.
class Seal {
  #keys;

  constructor(path) {
    const file = fs.openSync(path, 'r');
    try {
      if (fs.fstatSync(file).mode & 0o027) throw new Error(`${path} is open to other users; run: chmod 600 ${path}`);
      this.#keys = fs.readFileSync(file, 'ascii').split(/\s+/).filter(Boolean).map((line) => Buffer.from(line, 'base64url'));
    } finally {
      fs.closeSync(file);
    }
    if (this.#keys.length === 0 || this.#keys.some((key) => key.length !== 32)) {
      throw new Error(`${path} holds no key of 32 bytes in base64`);
    }
  }

  seal(owner, text) {
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', this.#keys[0], iv).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  open(owner, sealed) {
    const bytes = Buffer.from(sealed, 'base64');
    for (const key of this.#keys) {
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV)).setAAD(Buffer.from(owner));
      cipher.setAuthTag(bytes.subarray(IV, IV + TAG));
      try {
        return cipher.update(bytes.subarray(IV + TAG), undefined, 'utf8') + cipher.final('utf8');
      } catch {
        // Sealed with another of the keys.
      }
    }
    throw new Error('The tokens in Redis were sealed with another key.');
  }
}

class RedisTokens {
  #redis;
  #seal;

  constructor(redis, keyFile) {
    this.#redis = redis;
    this.#seal = new Seal(keyFile);
  }

  async read(connectionId) {
    const {generation, sealed, dead} = await this.#redis.hgetall(this.#keys(connectionId)[0]);
    if (generation === undefined) return undefined;
    const tokens = sealed && JSON.parse(this.#seal.open(connectionId, sealed));
    return {generation: Number(generation), ...(tokens && {tokens}), grantIsDead: dead === '1'};
  }

  async beginRefresh(connectionId, seenGeneration) {
    const token = randomBytes(16).toString('hex');
    for (;;) {
      const answer = await this.#redis.eval(LEASE, 2, ...this.#keys(connectionId), seenGeneration, token, LEASE_MS);
      if (answer === 1) return {connectionId, generation: seenGeneration, token};
      if (answer === -1) return undefined;
      await pause(PAUSE_MS);
    }
  }

  async commit(lease, tokens) {
    // The lease is ours, so nobody changes what is stored meanwhile; if it has ended, END refuses.
    const stored = await this.read(lease.connectionId);
    const kept = {...tokens, refreshToken: tokens.refreshToken || stored?.tokens?.refreshToken || ''};
    const sealed = this.#seal.seal(lease.connectionId, JSON.stringify(kept));
    return this.#end(lease, 'generation', lease.generation + 1, 'dead', 0, 'sealed', sealed);
  }

  async abandon(lease, grantIsDead) {
    return this.#end(lease, ...(grantIsDead ? ['generation', lease.generation, 'dead', 1] : []));
  }

  async #end({connectionId, generation, token}, ...changes) {
    return (await this.#redis.eval(END, 2, ...this.#keys(connectionId), token, generation, ...changes)) === 1;
  }

  #keys(connectionId) {
    // One slot of a cluster for both.
    const name = `task-plugins:n8n:tokens:{${connectionId}}`;
    return [name, name + ':lease'];
  }
}

// n8n has this client for its queue mode.
function redisTokens(address, keyFile, complain) {
  if (!keyFile) throw new Error('Tokens go into no Redis without TASK_PLUGINS_TOKEN_KEY_FILE, which names a key to seal them.');
  const {Redis} = require('ioredis');
  const redis = new Redis(address, {maxRetriesPerRequest: 2, connectTimeout: 5000, commandTimeout: 5000});
  redis.on('error', (error) => complain('Redis for tokens: ' + error.message));
  redis.on('connect', () => redis.stream.unref());  // open tasks keep the process alive, this does not
  return new RedisTokens(redis, keyFile);
}

module.exports = {redisTokens};
