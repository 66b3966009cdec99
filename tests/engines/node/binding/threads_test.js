// SPDX-License-Identifier: Apache-2.0
// Worker threads: each has hosts of its own, and may end with work open at any moment.
'use strict';

const assert = require('assert');
const {once} = require('events');
const path = require('path');
const {Worker} = require('worker_threads');
const {after, before, test} = require('node:test');
const {Sandbox, echoOf, open} = require('./bench.js');

let sandbox;
before(async () => { sandbox = await Sandbox.start(); });
after(() => sandbox.stop());

function start(work) {
  return new Worker(path.join(__dirname, 'worker.js'), {workerData: {work, url: sandbox.url}});
}

// What the worker says, and its exit code.
async function run(work) {
  const worker = start(work);
  const [[said], [code]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return {said, code};
}

async function terminateWhenBusy(work) {
  const worker = start(work);
  const [said] = await once(worker, 'message');
  assert.strictEqual(said, 'busy');
  assert.strictEqual(await worker.terminate(), 1);
}

test('two workers and the main thread run tasks at once', async () => {
  const host = open();
  const echo = await echoOf(host);
  const own = echo.submit(Array.from({length: 100}, () => ({task: 'echo.say', input: {text: 'main', times: 50}})));
  const [first, second] = await Promise.all([run('many'), run('many')]);
  assert.deepStrictEqual([first, second], [{said: 100, code: 0}, {said: 100, code: 0}]);
  assert.ok((await own).every(({status}) => status === 'fulfilled'));
  await host.close();
});

test('a worker that is terminated with work open takes nobody along', async () => {
  const host = open();
  const echo = await echoOf(host);
  const other = run('many');
  for (const work of ['hanging', 'flood', 'listing', 'waiting-for-tokens', 'hanging', 'flood']) await terminateWhenBusy(work);
  assert.deepStrictEqual(await other, {said: 100, code: 0});
  assert.strictEqual((await echo.execute('echo.say', {text: 'still here'})).output.said, 'still here');
  await host.close();
});

test('a worker ends by itself, without closing, and with process.exit()', async () => {
  assert.deepStrictEqual(await run('idle'), {said: 'idle', code: 0});
  assert.deepStrictEqual(await run('exit'), {said: 'exit', code: 3});
});
