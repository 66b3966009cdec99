// SPDX-License-Identifier: Apache-2.0
// A token store of the program, as the native part asks for it. index.d.ts tells what each
// function gives; leases are values of the store's own, of which the native part knows numbers.
'use strict';

const OK = 0;
const NOT_FOUND = 5;
const CONFLICT = 6;
const UNAUTHENTICATED = 7;
const INTERNAL = 14;

class TokenDesk {
  #store;
  #leases = new Map();
  #lastLease = 0;

  constructor(store) {
    this.#store = store;
  }

  // Each gives {status, number?, tokens?}.
  async read(connectionId) {
    const stored = await this.#store.read(connectionId);
    if (!stored) return {status: NOT_FOUND};
    if (stored.grantIsDead) return {status: UNAUTHENTICATED, number: stored.generation};
    return {status: OK, number: stored.generation, tokens: stored.tokens};
  }

  async beginRefresh(connectionId, seenGeneration) {
    const lease = await this.#store.beginRefresh(connectionId, seenGeneration);
    if (lease === undefined || lease === null) return {status: CONFLICT};
    this.#leases.set(++this.#lastLease, lease);
    return {status: OK, number: this.#lastLease};
  }

  async commit(number, tokens) {
    return this.#end(number, (lease) => this.#store.commit(lease, tokens));
  }

  async abandon(number, grantIsDead) {
    return this.#end(number, (lease) => this.#store.abandon(lease, grantIsDead));
  }

  async #end(number, end) {
    const lease = this.#leases.get(number);
    this.#leases.delete(number);
    return {status: (await end(lease)) === false ? CONFLICT : OK};
  }

  // One call of the native part. complain() hears of a store that fails.
  async serve(reply, complain, call, method, ...values) {
    let answer = {status: INTERNAL};
    try {
      answer = await this[method](...values);
    } catch (error) {
      complain('The token store has failed: ' + method + '(): ' + (error && error.message));
    }
    reply(call, answer.status, Number(answer.number ?? 0), answer.tokens);
  }
}

module.exports = {TokenDesk};
