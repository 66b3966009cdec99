// SPDX-License-Identifier: Apache-2.0
// AbortSignals, and the end of connections with work on its way.
'use strict';

const assert = require('assert');
const {after, before, test} = require('node:test');
const {Sandbox, connectTo, echoOf, hanging, open} = require('./bench.js');

let sandbox;
let host;
let account;

before(async () => {
  sandbox = await Sandbox.start();
  host = open();
  account = await connectTo(sandbox.url, host);
});
after(async () => {
  await host.close();
  await sandbox.stop();
});

function create(options, on = account) {
  return on.execute('zendesk.create_ticket', {comment_body: 'x'}, options);
}

test('aborted before, nothing is sent', async () => {
  await sandbox.ask('DELETE', '/sandbox/requests');
  const reason = new Error('not wanted');
  const signal = AbortSignal.abort(reason);
  const never = {code: 'host.cancelled', status: 'cancelled', retry: 'safe', cause: reason};
  await assert.rejects(create({signal}), never);
  await assert.rejects(account.submit([{task: 'zendesk.create_ticket', input: {comment_body: 'x'}}], {signal}), never);
  await assert.rejects(account.verify({signal}), never);
  const calls = (await sandbox.ask('GET', '/sandbox/requests')).requests.filter(({path}) => path.startsWith('/api/'));
  assert.deepStrictEqual(calls, []);
});

test('aborted while the request is out, the error says that it may have happened', async () => {
  const controller = new AbortController();
  const {promise} = await hanging(sandbox.url, () => create({signal: controller.signal}));
  const reason = new Error('enough');
  controller.abort(reason);
  await assert.rejects(promise, (error) => {
    assert.deepStrictEqual([error.status, error.cause], ['cancelled', reason]);
    assert.ok(['if_idempotent', 'unknown_outcome'].includes(error.retry), error.retry);
    return true;
  });
});

test('aborted after the end, nothing changes', async () => {
  const controller = new AbortController();
  const {output} = await create({signal: controller.signal});
  controller.abort();
  assert.ok(output.id > 0);
});

test('a signal of many ends all of them, each with its own outcome', async () => {
  const controller = new AbortController();
  const echo = await echoOf(host);
  const requests = Array.from({length: 50}, () => ({task: 'echo.say', input: {text: 'x'.repeat(1000), times: 1000}}));
  const promise = echo.submit(requests, {signal: controller.signal});
  setImmediate(() => controller.abort());
  const outcomes = await promise;
  assert.strictEqual(outcomes.length, 50);
  for (const {status, reason, value} of outcomes) {
    if (status === 'rejected') assert.strictEqual(reason.status, 'cancelled');
    else assert.ok(value.output.said.length > 1000);
  }
  await echo.close();
});

test('a time limit ends a task', async () => {
  await sandbox.ask('POST', '/sandbox/faults', {method: 'POST', path: '/api/v2/tickets', times: 1, fault: 'hang'});
  await assert.rejects(create({timeoutMs: 300}), {status: 'timeout'});
  await sandbox.ask('DELETE', '/sandbox/faults');
});

test('a connection that is closed cancels its own work and no other', async () => {
  const other = await connectTo(sandbox.url, host);
  const {promise} = await hanging(sandbox.url, () => create({}, other));
  const ended = assert.rejects(promise, {status: 'cancelled'});
  await other.close();
  await ended;
  assert.ok((await create()).output.id > 0);
});

test('a host that is closed ends what is open on it', async () => {
  const own = open();
  const one = await connectTo(sandbox.url, own);
  const {promise} = await hanging(sandbox.url, () => create({}, one));
  const ended = assert.rejects(promise, {status: 'cancelled'});
  await own.close();
  await ended;
  await assert.rejects(create({}, one), {code: 'host.closed'});
});
