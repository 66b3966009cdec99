// SPDX-License-Identifier: Apache-2.0
// The keys of what a node has begun. The same message through the same node is the same piece of
// work, whose key a plugin knows it by; a later attempt says so, for what may have been done already.
'use strict';

const {createHash} = require('crypto');
const {TaskPluginError, stringifyJson} = require('task-plugins');

const MOST = 10000;

function hash(bytes) {
  return createHash('sha256').update(bytes).digest('base64url');
}

// The same value with a hash in the place of bytes.
function withoutBytes(value) {
  if (value instanceof Uint8Array) return hash(value);
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (typeof value !== 'object' || value === null || typeof value.toJSON === 'function') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBytes(member)]));
}

// A message may be several pieces of work: a flow may send it on with other contents, or in parts,
// without giving it another id. chosen: what the flow says that a piece of work is told by.
function keyOf(nodeId, msg, input, chosen, index = '') {
  if (chosen !== undefined) return hash(stringifyJson([nodeId, 'chosen', chosen, index]));
  const {id = '', index: part = ''} = msg.parts || {};
  return hash(stringifyJson([nodeId, msg._msgid, id, part, index, withoutBytes(input)]));
}

// Whether a failure says that nothing was done, so that the next attempt is as good as the first.
function isUndone(error) {
  return !(error instanceof TaskPluginError) || error.retry === 'safe' || error.status === 'invalid_argument';
}

class Attempts {
  #begun = new Map();  // key -> {attempt, firstAttemptMs}

  // What run options the next attempt has, and what to do when it fails. A first one has no time of
  // an earlier one.
  begin(key) {
    const last = this.#begun.get(key);
    const next = {attempt: (last?.attempt || 0) + 1, firstAttemptMs: last?.firstAttemptMs || Date.now()};
    this.#begun.delete(key);
    this.#begun.set(key, next);
    if (this.#begun.size > MOST) this.#begun.delete(this.#begun.keys().next().value);
    const failed = (error) => {
      if (!isUndone(error)) return;
      if (last) this.#begun.set(key, last);
      else this.#begun.delete(key);
    };
    return {options: last ? {idempotencyKey: key, ...next} : {idempotencyKey: key}, failed};
  }
}

module.exports = {Attempts, keyOf};
