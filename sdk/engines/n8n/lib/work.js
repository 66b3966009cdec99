// SPDX-License-Identifier: Apache-2.0
// The keys of what a node has begun. n8n keeps the context of a node with the execution: a retry of the
// node, and a retry of the whole execution, which has another id, find there what was begun.
'use strict';

const {createHash, randomUUID} = require('crypto');
const {TaskPluginError, stringifyJson} = require('task-plugins');

function hash(...parts) {
  return createHash('sha256').update(stringifyJson(parts)).digest('base64url');
}

// The same value with a hash in the place of bytes.
function withoutBytes(value) {
  if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('base64url');
  if (Array.isArray(value)) return value.map(withoutBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutBytes(member)]));
}

// Whether an outcome says that nothing was done, so that the next attempt is as good as the first.
function isUndone({value, reason}) {
  if (value) return false;
  return !(reason instanceof TaskPluginError) || reason.retry === 'safe' || reason.status === 'invalid_argument';
}

class Work {
  #node;
  #begun;
  #runIndex;
  #undone;  // items that no earlier attempt may have done

  constructor(context) {
    this.#node = context.getNode();
    this.#runIndex = context.getWorkflowDataProxy(0).$runIndex;
    const kept = (context.getContext('node').taskPlugins ??= {});
    this.#begun = (kept[this.#runIndex] ??= {
      executionId: context.getExecutionId() || randomUUID(), attempt: 0, firstAttemptMs: Date.now()});
    ++this.#begun.attempt;
    this.#undone = new Set(this.#begun.undone);
  }

  #isFirst(index) {
    return this.#begun.attempt === 1 || this.#undone.has(index);
  }

  // An agent calls a tool for several pieces of work in one execution; what n8n tries again is another run
  // of it. So these are told by what they are to do.
  #key(index, input, once) {
    if (once) return hash('once', this.#node.id, once);
    const {executionId} = this.#begun;
    if (this.#node.type.endsWith('Tool')) return hash('tool', executionId, this.#node.id, withoutBytes(input));
    return hash(executionId, this.#node.id, this.#runIndex, index);
  }

  // Run options for one item. A first attempt has no time of an earlier one.
  options(index, input, once) {
    const {executionId, attempt, firstAttemptMs} = this.#begun;
    return {
      idempotencyKey: this.#key(index, input, once), executionId, stepId: this.#node.id, itemIndex: index,
      ...(!this.#isFirst(index) && {attempt, firstAttemptMs})};
  }

  // What a later attempt has to know.
  ended(outcomes) {
    this.#begun.undone = [...outcomes.keys()].filter((index) => this.#isFirst(index) && isUndone(outcomes[index]));
  }
}

module.exports = {Work};
