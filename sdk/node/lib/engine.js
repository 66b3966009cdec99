// SPDX-License-Identifier: Apache-2.0
// The native part, with promises for what ends later. The process stays alive for them.
'use strict';

const {NativeHost} = require('./native.js');
const {TaskPluginError, callNative} = require('./error.js');

class Engine {
  #native;
  #listeners;
  #jobs = new Map();        // number -> {resolve, reject, promise}
  #operations = new Map();  // number -> {resolve, promise}
  #lastJob = 0;
  #closed;  // the promise of close()
  #disposed = false;

  // listeners: {log(level, message, fields, lost), tokens(answer, call, method, ...)}
  constructor(options, listeners) {
    this.#listeners = listeners;
    this.#native = callNative(() => new NativeHost(options, (kind, ...told) => this.#hear(kind, told)));
  }

  get native() {
    if (!this.#closed) return this.#native;
    throw new TaskPluginError({status: 'invalid_state', code: 'host.closed', message: 'The host was closed.'});
  }

  #hear(kind, told) {
    if (kind === 'job') {
      const [number, value, failure] = told;
      const {resolve, reject} = this.#take(this.#jobs, number);
      if (failure) reject(new TaskPluginError(failure));
      else resolve(value);
    } else if (kind === 'ended') {
      const [number, result] = told;
      this.#take(this.#operations, number).resolve(result);
    } else if (kind === 'tokens') {
      this.#listeners.tokens((...answer) => this.#disposed || this.#native.answerTokens(...answer), ...told);
    } else {
      this.#log(told);
    }
  }

  // An exception of the program's own function is an uncaught one, as in any other callback; Node-API
  // would only warn of it.
  #log(told) {
    try {
      this.#listeners.log(...told);
    } catch (error) {
      process.nextTick(() => { throw error; });
    }
  }

  #add(map, number) {
    const entry = {};
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, {resolve, reject}));
    if (this.#jobs.size + this.#operations.size === 0) this.#native.keepAlive(true);
    map.set(number, entry);
    return entry.promise;
  }

  #take(map, number) {
    const entry = map.get(number);
    map.delete(number);
    if (this.#jobs.size + this.#operations.size === 0) this.#native.keepAlive(false);
    return entry;
  }

  // Work on a thread of its own: a promise of what it gives.
  async job(method, ...values) {
    return this.#startJob(this.native, method, values);
  }

  #startJob(native, method, values) {
    const number = ++this.#lastJob;
    const promise = this.#add(this.#jobs, number);
    try {
      callNative(() => native[method](number, ...values));
    } catch (error) {
      this.#take(this.#jobs, number).reject(error);
    }
    return promise;
  }

  // Starts operations; start() gives their numbers. Promises of their results, in the same order.
  // When the signal aborts, they are asked to end; they end with a result all the same.
  start(connection, signal, start) {
    const numbers = callNative(() => start(this.native));
    const results = numbers.map((number) => this.#add(this.#operations, number));
    if (signal) {
      const cancel = () => numbers.forEach((number) => this.#disposed || this.#native.cancel(connection, number));
      signal.addEventListener('abort', cancel, {once: true});
      Promise.all(results).then(() => signal.removeEventListener('abort', cancel));
    }
    return results;
  }

  get isClosed() {
    return this.#closed !== undefined;
  }

  close() {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end() {
    await this.#startJob(this.#native, 'close', []);
    await Promise.allSettled([...this.#jobs.values()].map(({promise}) => promise));
    // A plugin that keeps its promises has ended all of them by now.
    for (const number of [...this.#operations.keys()]) {
      this.#take(this.#operations, number).resolve({
        status: 'internal', code: 'host.plugin_bug', retry: 'unknown_outcome',
        message: 'The plugin has not ended this operation.'});
    }
    this.#disposed = true;
    this.#native.dispose();
  }
}

module.exports = {Engine};
