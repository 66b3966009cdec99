// SPDX-License-Identifier: Apache-2.0
// A node that runs one task for each message, or for each item of msg.payload. Messages do not wait
// for each other.
'use strict';

const {parseJson} = require('task-plugins');
const {Attempts, keyOf} = require('./attempts.js');
const {TaskFailure} = require('./failure.js');
const {problemOf} = require('./problem.js');
const {Status} = require('./status.js');
const {Values} = require('./values.js');

// What a message carries on: integers that JavaScript would round are texts of their digits, since
// other nodes know no BigInt.
function outputOf(result) {
  return parseJson(result.outputJson, {unsafeIntegers: 'text'});
}

class Runner {
  #RED;
  #node;
  #config;
  #manifest;
  #values;
  #attempts = new Attempts();
  #stop = new AbortController();
  #open = new Set();

  constructor(RED, node, config, manifest, language) {
    this.#RED = RED;
    this.#node = node;
    this.#config = config;
    this.#manifest = manifest;
    this.#values = new Values(RED, node, () => this.#schema());
    this.language = language;
    this.status = new Status(RED, node);
  }

  #schema() {
    return this.#manifest()?.task(this.#node.type, 'en').input;
  }

  problem(error) {
    return problemOf(error, this.#manifest(), this.language);
  }

  // Throws what an account says that is missing or refused.
  async connection() {
    const account = this.#RED.nodes.getNode(this.#config.connection);
    if (!account) throw new Error(this.#RED._('task-plugins.run.noConnection'));
    return account.open();
  }

  // {task, input, options, failed(error)}
  async #request(msg, index) {
    const {fields = {}, key, dryRun} = this.#config;
    const input = await this.#values.input(fields, msg);
    const chosen = key?.value ? await this.#values.value(key, msg) : undefined;
    const {options, failed} = this.#attempts.begin(keyOf(this.#node.id, msg, input, chosen, index));
    const about = {dryRun: Boolean(dryRun), executionId: msg._msgid, stepId: this.#node.id};
    return {task: this.#node.type, input, options: {...about, ...options}, failed};
  }

  async one(msg) {
    const {task, input, options, failed} = await this.#request(msg);
    try {
      const connection = await this.connection();
      return await connection.execute(task, input, {...options, signal: this.#stop.signal});
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  // One outcome for each item. All of them go to the plugin together, which may send them in bulk.
  async each(msg, progress) {
    if (!Array.isArray(msg.payload)) throw new Error(this.#RED._('task-plugins.run.noList'));
    const requests = await Promise.all(
      msg.payload.map((item, index) => this.#request({...msg, payload: item}, index)));
    let settled = 0;
    const onSettled = (index, {reason}) => {
      if (reason) requests[index].failed(reason);
      progress(++settled, requests.length);
    };
    try {
      const connection = await this.connection();
      return await connection.submit(
        requests.map(({task, input, options}) => ({task, input, ...options})), {signal: this.#stop.signal, onSettled});
    } catch (error) {
      requests.forEach(({failed}) => failed(error));
      throw error;
    }
  }

  get isStopped() {
    return this.#stop.signal.aborted;
  }

  // Keeps close() waiting for it.
  track(run) {
    this.#open.add(run);
    return run.finally(() => this.#open.delete(run));
  }

  // Asks what is open to end, which is told as cancelled, and waits for that.
  async close() {
    this.#stop.abort(new Error(this.#RED._('task-plugins.run.stopped')));
    await Promise.allSettled(this.#open);
    this.status.stop();
  }
}

// Sends what came of one message, and hands failures to Catch nodes.
class Delivery {
  #RED;
  #node;
  #runner;

  constructor(RED, node, runner) {
    this.#RED = RED;
    this.#node = node;
    this.#runner = runner;
  }

  result(msg, send, result) {
    delete msg.problem;
    send(Object.assign(msg, {payload: outputOf(result), warnings: result.warnings}));
    return {ok: true, text: () => this.#RED._('task-plugins.status.done')};
  }

  failure(msg, error) {
    const problem = this.#runner.problem(error);
    msg.problem = problem;
    return new TaskFailure(problem);
  }

  // The list of outcomes goes on; each failure goes to the Catch nodes with its own item.
  outcomes(msg, send, outcomes) {
    let failed = 0;
    const list = outcomes.map((outcome, index) => {
      if (outcome.status === 'fulfilled') {
        return {ok: true, output: outputOf(outcome.value), warnings: outcome.value.warnings};
      }
      ++failed;
      const own = {...msg, payload: msg.payload[index], index};
      const failure = this.failure(own, outcome.reason);
      this.#node.error(failure, own);
      return {ok: false, problem: own.problem};
    });
    send({...msg, payload: list});
    const words = {count: list.length - failed, failed};
    return {ok: failed === 0, text: () => this.#RED._('task-plugins.status.' + (failed ? 'some' : 'done'), words)};
  }
}

function taskType(RED, plugins, hosts, taskId) {
  return function Task(config) {
    RED.nodes.createNode(this, config);
    const runner = new Runner(RED, this, config, () => plugins.ofTask(taskId)?.manifest, hosts.language);
    const delivery = new Delivery(RED, this, runner);
    // Opened before the first message; it sends nothing.
    setImmediate(() => runner.connection().catch((error) => runner.status.fail(runner.problem(error).message)));

    const run = async (msg, send, done) => {
      const {end, progress} = runner.status.begin();
      try {
        end(config.each ? delivery.outcomes(msg, send, await runner.each(msg, progress))
          : delivery.result(msg, send, await runner.one(msg)));
        done();
      } catch (error) {
        const failure = delivery.failure(msg, error);
        end({ok: false, text: () => failure.problem.message});
        if (!runner.isStopped) return done(failure);
        // No Catch node hears of it any more, but the log shall.
        this.error(failure);
        done();
      }
    };
    this.on('input', (msg, send, done) => { runner.track(run(msg, send, done)); });
    this.on('close', (done) => runner.close().then(done));
  };
}

module.exports = {taskType};
