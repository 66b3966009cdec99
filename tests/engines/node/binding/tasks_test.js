// SPDX-License-Identifier: Apache-2.0
// The six tasks, many at once, and what a form asks for.
'use strict';

const assert = require('assert');
const {after, before, test} = require('node:test');
const {Sandbox, connectTo, open} = require('./bench.js');

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

async function run(task, input, options) {
  return (await account.execute('zendesk.' + task, input, options)).output;
}

test('tickets are created and updated', async () => {
  const made = await run('create_ticket', {subject: 'Late', comment_body: 'Where is it?', tags: ['node'], priority: 'high'});
  await run('update_ticket', {ticket_id: made.id, status: 'open', comment_body: 'On its way.', public: false});
  const {ticket} = await sandbox.ask('GET', '/api/v2/tickets/' + made.id);
  assert.deepStrictEqual([ticket.subject, ticket.status, ticket.priority, ticket.tags], ['Late', 'open', 'high', ['node']]);
});

test('profiles are created and updated', async () => {
  const who = {source: 'survey', type: 'customer', email: 'ada@example.com'};
  await run('create_profile', {...who, name: 'Ada', attributes: {tier: 'gold'}});
  const {id} = await run('update_profile', {...who, attributes: {tier: 'silver'}});
  const {profile} = await sandbox.ask('GET', '/api/v2/user_profiles/' + id);
  assert.strictEqual(profile.attributes.tier, 'silver');
});

test('records are created and updated', async () => {
  const which = {object_type: 'survey_response', external_id: 'R-1'};
  const made = await run('create_record', {...which, name: 'First', attributes: {score: 3}});
  await run('update_record', {...which, attributes: {score: 4}});
  const {custom_object_record: record} =
    await sandbox.ask('GET', '/api/v2/custom_objects/survey_response/records/' + made.id);
  assert.strictEqual(Number(record.custom_object_fields.score), 4);
});

test('a dry run shows its requests and writes nothing', async () => {
  const {commits} = await sandbox.ask('GET', '/sandbox/state');
  const plan = await run('create_ticket', {comment_body: 'Hello.'}, {dryRun: true});
  assert.strictEqual(plan.requests[0].method, 'POST');
  assert.strictEqual((await sandbox.ask('GET', '/sandbox/state')).commits, commits);
});

test('an idempotency key makes one ticket of two attempts', async () => {
  const first = await run('create_ticket', {comment_body: 'Once.'}, {idempotencyKey: 'run-7'});
  const second = await run('create_ticket', {comment_body: 'Once.'}, {idempotencyKey: 'run-7', attempt: 2});
  assert.strictEqual(second.id, first.id);
});

test('a thousand tickets take few calls, and one that is wrong harms no other', async () => {
  const {tickets} = await sandbox.ask('GET', '/sandbox/state');
  await sandbox.ask('DELETE', '/sandbox/requests');
  const requests = Array.from({length: 1000}, (_, i) => (
    {task: 'zendesk.create_ticket', input: {subject: 'Number ' + i, comment_body: 'x', external_id: 'node-' + i}}));
  requests[500].input.priority = 'somewhat';
  let told = 0;
  const outcomes = await account.submit(requests, {onSettled: () => { told += 1; }});
  assert.strictEqual(told, 1000);
  const failed = outcomes.flatMap(({status}, i) => (status === 'rejected' ? [i] : []));
  assert.deepStrictEqual(failed, [500]);
  assert.strictEqual(outcomes[500].reason.pointer, '/priority');
  assert.strictEqual(new Set(outcomes.filter(({value}) => value).map(({value}) => value.output.id)).size, 999);
  assert.strictEqual((await sandbox.ask('GET', '/sandbox/state')).tickets, tickets + 999);
  const calls = (await sandbox.ask('GET', '/sandbox/requests')).requests.filter(({path}) => path.startsWith('/api/'));
  assert.ok(calls.length <= 40, calls.length + ' calls');
});

test('what the service refuses says why, and whether to try again', async () => {
  await assert.rejects(run('update_ticket', {ticket_id: 987654321, status: 'open'}), (error) => {
    assert.deepStrictEqual([error.status, error.httpStatus, error.retry], ['not_found', 404, 'never']);
    assert.ok(error.requestId);
    return true;
  });
});

test('a limit says when it is over', async () => {
  const other = open();  // what one has learned of the account's limit holds for all of its tasks
  const limited = await connectTo(sandbox.url, other);
  await sandbox.ask('POST', '/sandbox/faults', {
    method: 'POST', path: '/api/v2/tickets', times: 1, fault: 'status', status: 429, headers: {'Retry-After': '3600'}});
  await assert.rejects(limited.execute('zendesk.create_ticket', {comment_body: 'x'}), (error) => {
    assert.deepStrictEqual([error.status, error.retry], ['rate_limited', 'safe']);
    assert.ok(error.retryAfterMs > 3_000_000 && error.retryAfterMs <= 3_600_000, String(error.retryAfterMs));
    return true;
  });
  await other.close();
});

test('a connection can be verified, and a wrong one says so', async () => {
  const verdict = await account.verify();
  assert.strictEqual(verdict.ok, true);
  assert.strictEqual(verdict.tasks.length, 6);
  const stranger = await connectTo(sandbox.url, host, {credentials: {access_token: 'sandbox-expired-token'}});
  await assert.rejects(stranger.verify(), {status: 'unauthenticated', httpStatus: 401});
  stranger.updateCredentials({access_token: 'sandbox-access-token'});
  assert.strictEqual((await stranger.verify()).ok, true);
  assert.throws(() => stranger.updateCredentials({access_token: 7}), {status: 'invalid_argument'});
  await stranger.close();
});

test('a form gets its choices and the schema of this account', async () => {
  const task = 'zendesk.create_ticket';
  const {input} = await host.describe(task);
  const {source} = input.properties.group['x-tp'].optionsFrom;
  const groups = await account.loadOptions({task, source, search: 'bill'});
  assert.deepStrictEqual(groups.items.map(({label}) => label), ['Billing']);
  await assert.rejects(account.loadOptions({task, source: 'nothing'}), {status: 'invalid_argument'});
  const {source: place} = input.properties.custom_fields['x-tp'].schemaFrom;
  const first = await account.resolveSchema({task, source: place, input: {}});
  assert.ok(Object.keys(first.schema['x-tp'].entries.schema.properties).length > 3);
  const again = await account.resolveSchema({task, source: place, input: {}, knownEtag: first.etag});
  assert.deepStrictEqual(again, {etag: first.etag});
});
