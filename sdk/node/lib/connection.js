// SPDX-License-Identifier: Apache-2.0
// One account, and the running of tasks on it.
'use strict';

const {BlobScope} = require('./blobs.js');
const {TaskPluginError, abortedBefore, callNative} = require('./error.js');
const {jsonText, parseJson} = require('./json.js');

const OK = 'ok';

// A success. Its documents are parsed when somebody asks for them.
class TaskResult {
  #output;

  constructor(result) {
    this.outputJson = result.output;
    this.warnings = result.warnings ? parseJson(result.warnings) : [];
  }

  // Integers beyond 2^53 are BigInts; see parseJson.
  get output() {
    this.#output ??= parseJson(this.outputJson);
    return this.#output;
  }
}

function resultOf(result, signal) {
  if (result.status === OK) return new TaskResult(result);
  const cause = result.status === 'cancelled' && signal?.aborted ? {cause: signal.reason} : undefined;
  throw new TaskPluginError(result, cause);
}

async function outcomeOf(promise) {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome;
}

class Connection {
  #engine;
  #number;
  #files;
  #closed;

  // Through Host.connect() alone. files: {openBlob?, schemaOf(task)}
  constructor(engine, number, files) {
    this.#engine = engine;
    this.#number = number;
    this.#files = files;
  }

  // The input as the plugin gets it, with files in the scope.
  async #inputText({task, input}, scope) {
    const {openBlob, schemaOf} = this.#files;
    if (typeof input === 'string' && !openBlob) return input;
    let value = typeof input === 'string' ? parseJson(input) : input;
    if (openBlob && value) value = await scope.open(value, await schemaOf(task), openBlob);
    return jsonText(scope.place(value), 'input');
  }

  async #prepare(request, index, options) {
    const scope = new BlobScope(this.#engine.native);
    try {
      const input = await this.#inputText(request, scope);
      const {timeoutMs} = {...options, ...request};
      const deadlineMs = timeoutMs === undefined ? 0 : Date.now() + timeoutMs;
      return {scope, native: {itemIndex: index, attempt: 1, ...request, input, deadlineMs}};
    } catch (error) {
      scope.release();
      return {error};
    }
  }

  // For each request a promise of its result; rejects when the plugin takes none of them.
  async #submit(requests, options) {
    const {signal} = options;
    if (signal?.aborted) throw abortedBefore(signal);
    const prepared = await Promise.all(requests.map((request, index) => this.#prepare(request, index, options)));
    const ready = prepared.filter(({native}) => native);
    try {
      if (signal?.aborted) throw abortedBefore(signal);
      const results = this.#engine.start(this.#number, signal, (native) =>
        native.submit(this.#number, ready.map((request) => request.native)));
      ready.forEach((request, i) => {
        request.result = results[i].then((result) => resultOf(result, signal)).finally(() => request.scope.release());
      });
    } catch (error) {
      ready.forEach(({scope}) => scope.release());
      throw error;
    }
    return prepared.map(({error, result}) => result ?? Promise.reject(error));
  }

  async execute(task, input, options = {}) {
    const {signal, ...request} = options;
    const [result] = await this.#submit([{...request, task, input}], {signal});
    return result;
  }

  async submit(requests, options = {}) {
    const {onSettled} = options;
    const results = await this.#submit(requests, options);
    return Promise.all(results.map(async (result, index) => {
      const outcome = await outcomeOf(result);
      onSettled?.(index, outcome);
      return outcome;
    }));
  }

  async #ask(method, request, signal) {
    if (signal?.aborted) throw abortedBefore(signal);
    const [result] = this.#engine.start(this.#number, signal, (native) => [native[method](this.#number, request)]);
    return resultOf(await result, signal).output;
  }

  verify({signal} = {}) {
    return this.#ask('verify', undefined, signal);
  }

  async loadOptions(request, {signal} = {}) {
    return this.#ask('loadOptions', {...request, input: jsonText(request.input, 'input')}, signal);
  }

  async resolveSchema(request, {signal} = {}) {
    return this.#ask('resolveSchema', {...request, input: jsonText(request.input, 'input')}, signal);
  }

  async beginSignIn(request, {signal} = {}) {
    return this.#ask('beginSignIn', request, signal);
  }

  async finishSignIn(request, {signal} = {}) {
    return this.#ask('finishSignIn', request, signal);
  }

  revoke({signal} = {}) {
    return this.#ask('revoke', undefined, signal);
  }

  updateCredentials(credentials) {
    const text = jsonText(credentials, 'credentials');
    const status = callNative(() => this.#engine.native.updateCredentials(this.#number, text));
    if (status === OK) return;
    throw new TaskPluginError(
      {status, code: 'host.credentials', message: 'The plugin does not accept the new credentials; it keeps the old ones.'});
  }

  // Cancels what is open and waits for the end of it.
  close() {
    if (this.#engine.isClosed) return this.#engine.close();
    this.#closed ??= this.#engine.job('disconnect', this.#number).then(() => undefined);
    return this.#closed;
  }
}

module.exports = {Connection};
