// SPDX-License-Identifier: Apache-2.0
// Every way out of a process with work open ends it as Node.js does otherwise: no crash, no wait.
'use strict';

const assert = require('assert');
const {after, before, test} = require('node:test');
const {Sandbox, runScript} = require('./bench.js');

let sandbox;
before(async () => { sandbox = await Sandbox.start(); });
after(() => sandbox.stop());

function leave(way) {
  const {status, signal, out, err} = runScript('exit.js', way, sandbox.url);
  return {ending: signal ?? status, out: out.trim(), err};
}

for (const [way, ending, out] of [
  ['exit', 7, 'exit'],             // process.exit() with a request out
  ['exit-many', 7, 'exit'],        // and with a thousand tasks on their way
  ['exit-connecting', 7, 'exit'],  // and while plugins are on trial
  ['idle', 0, 'idle'],             // the host is never closed, and keeps nothing alive
  ['awaited', 0, 'done'],          // an open task does
  ['closed', 0, 'cancelled'],
  ['aborted', 0, 'cancelled'],
  ['signal', 'SIGTERM', 'signal'],
]) {
  test('way out: ' + way, () => {
    const left = leave(way);
    assert.deepStrictEqual([left.ending, left.out], [ending, out], left.err);
  });
}

test('a failure that nobody handles ends the process as any other, with its code', () => {
  const {ending, err} = leave('unhandled');
  assert.strictEqual(ending, 1, err);
  assert.match(err, /TaskPluginError: /);
  assert.match(err, /code: 'invalid_input'/);
});

test('failures among many are outcomes, and none is unhandled', () => {
  const {ending, out, err} = leave('outcomes');
  assert.deepStrictEqual([ending, out], [0, '3 rejected'], err);
});

test('an exception in a callback is an uncaught exception of the program', () => {
  const {ending, err} = leave('throwing-log');
  assert.strictEqual(ending, 1, err);
  assert.match(err, /the log is full/);
});
