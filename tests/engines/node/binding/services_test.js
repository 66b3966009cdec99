// SPDX-License-Identifier: Apache-2.0
// What a plugin asks its host for: a log, tokens, bytes.
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const {after, before, test} = require('node:test');
const {Sandbox, connectTo, open, temporaryFolder} = require('./bench.js');
const {blobFromFile, openHost} = require(process.env.TP_PACKAGE);

const SECRET = 'sandbox-service-secret';
let sandbox;

before(async () => { sandbox = await Sandbox.start(); });
after(() => sandbox.stop());

// A store as a program would write one over its database; it keeps what was done.
class Store {
  constructor() {
    this.stored = undefined;
    this.lease = undefined;
    this.done = [];
    this.free = Promise.resolve();
  }

  async read() {
    this.done.push('read');
    return this.stored;
  }

  async beginRefresh(connectionId, seen) {
    const turn = this.free;
    let giveBack;
    this.free = new Promise((resolve) => { giveBack = resolve; });
    await turn;
    if (seen !== (this.stored?.generation ?? 0)) {
      giveBack();
      return undefined;
    }
    this.done.push('lease of ' + connectionId);
    this.lease = {giveBack, seen};
    return this.lease;
  }

  async commit(lease, tokens) {
    assert.strictEqual(lease, this.lease);
    this.done.push('commit');
    this.stored = {generation: lease.seen + 1, tokens};
    lease.giveBack();
    return true;
  }

  async abandon(lease, grantIsDead) {
    this.done.push('abandon');
    if (grantIsDead) this.stored = {...this.stored, generation: this.stored?.generation ?? 0, grantIsDead};
    lease.giveBack();
    return true;
  }
}

function serviceOf(host, settings = {}) {
  return connectTo(sandbox.url, host, {
    settings: {subdomain: 'acme', base_url: sandbox.url, ...settings},
    type: 'oauth_client_credentials', id: 'service', credentials: {client_id: 'sandbox_service', client_secret: SECRET}});
}

function create(account, more = {}) {
  return account.execute('zendesk.create_ticket', {comment_body: 'x', ...more});
}

test('hosts that share a token store renew once for all, and no log line has a secret', async () => {
  const store = new Store();
  const lines = [];
  const log = (record) => lines.push(record);
  const hosts = [0, 1, 2].map(() => open({tokens: store, log, logLevel: 'trace'}));
  const accounts = await Promise.all(hosts.map(serviceOf));
  await Promise.all(accounts.map((account) => create(account)));
  assert.strictEqual(store.done.filter((what) => what === 'commit').length, 1);
  assert.ok(store.done.includes('lease of service'));
  assert.ok(store.stored.tokens.accessToken.length > 10);
  assert.ok(store.stored.tokens.expiresAtMs > Date.now());
  await Promise.all(hosts.map((host) => host.close()));
  const text = JSON.stringify(lines);
  assert.ok(text.includes('/oauth/tokens'));
  for (const secret of [SECRET, store.stored.tokens.accessToken]) assert.ok(!text.includes(secret));
  assert.deepStrictEqual(lines.filter(({level}) => level.endsWith('-bug')), []);
});

test('tokens in a folder outlive the host', async () => {
  const folder = path.join(temporaryFolder(), 'tokens');
  const issued = async () => (await sandbox.ask('GET', '/sandbox/state')).tokens;
  const first = open({tokens: {folder}});
  await create(await serviceOf(first));
  await first.close();
  const before = await issued();
  const second = open({tokens: {folder}});
  await create(await serviceOf(second));
  await second.close();
  assert.deepStrictEqual(await issued(), before);
});

// What a browser does on the page of consent: the address that it is sent back to.
async function allowed(authorizationUrl) {
  const {origin, search} = new URL(authorizationUrl);
  const answer = await fetch(origin + '/oauth/authorizations', {
    method: 'POST', redirect: 'manual', headers: {'Content-Type': 'application/x-www-form-urlencoded'},
    body: search.slice(1) + '&decision=allow'});
  return new URL(answer.headers.get('location'));
}

test('a person signs in with a browser, and the tokens are in the store', async () => {
  const lines = [];
  const host = open({tokens: {folder: path.join(temporaryFolder(), 'tokens')}, log: (line) => lines.push(line), logLevel: 'trace'});
  const account = await connectTo(sandbox.url, host, {
    type: 'oauth_authorization_code', id: 'person', credentials: {client_id: 'sandbox_app', client_secret: 'sandbox-app-secret'}});
  await assert.rejects(create(account), {code: 'zendesk.sign_in_again'});
  const request = {redirectUri: 'http://127.0.0.1:8976/callback', state: 'state-'.repeat(6), codeVerifier: 'verifier-'.repeat(6)};
  const {authorizationUrl} = await account.beginSignIn(request);
  const back = await allowed(authorizationUrl);
  assert.strictEqual(back.searchParams.get('state'), request.state);
  const code = back.searchParams.get('code');
  await assert.rejects(account.finishSignIn({...request, code: 'another'}), {name: 'TaskPluginError', status: 'unauthenticated'});
  assert.strictEqual((await account.finishSignIn({...request, code})).scope, 'read write');
  assert.ok((await create(account)).output.id > 0);
  assert.deepStrictEqual(await account.revoke(), {revoked: true});
  await assert.rejects(create(account), {retry: 'never'});
  const simple = await connectTo(sandbox.url, host);
  await assert.rejects(simple.beginSignIn(request), {status: 'not_implemented'});
  await host.close();
  const text = JSON.stringify(lines);
  for (const secret of [code, request.state, request.codeVerifier]) assert.ok(!text.includes(secret));
});

test('a store that fails is logged, and the task says what it could not do', async () => {
  const lines = [];
  const tokens = {read: async () => { throw new Error('no database'); }};
  const host = open({tokens, log: (record) => lines.push(record)});
  await assert.rejects(create(await serviceOf(host, {max_attempts: 1})), {name: 'TaskPluginError'});
  assert.ok(lines.some(({level, message}) => level === 'error' && /read\(\): no database/.test(message)), JSON.stringify(lines));
  await host.close();
});

test('the log keeps to its level, and without a log nothing is asked for', async () => {
  const lines = [];
  const host = open({log: (record) => lines.push(record), logLevel: 'error'});
  await create(await connectTo(sandbox.url, host));
  await host.close();
  assert.deepStrictEqual(lines, []);
});

test('bytes, files and what the program opens by name reach the plugin', async () => {
  const bytes = Buffer.from(Array.from({length: 70000}, (_, i) => i % 251));
  const sum = bytes.reduce((all, byte) => all + byte, 0);
  const file = path.join(temporaryFolder(), 'answer.txt');
  fs.writeFileSync(file, bytes);
  const host = open({directories: [process.env.TP_SHELF], openBlob: async (name) => {
    if (name !== 'invoice') throw new Error('no such file');
    return bytes.subarray(1);
  }});
  const shelf = await host.connect({plugin: 'shelf', type: 'none'});
  const put = (...blobs) => shelf.execute('shelf.put', {
    title: 'x', files: blobs.map((blob, i) => ({blob, file_name: i + '.bin', content_type: 'a/b'}))});
  const {output} = await put(bytes, blobFromFile(file), 'invoice');
  assert.deepStrictEqual(output.files.map((each) => [each.size, each.sum]), [[70000, sum], [70000, sum], [69999, sum]]);
  await assert.rejects(put(bytes, 'order'), {code: 'host.blob', status: 'not_found', pointer: '/files/1/blob', message: /no such file/});
  await assert.rejects(put(blobFromFile(file + '.none')), {code: 'host.not_found'});
  await host.close();
});

test('a file is attached to a ticket', async () => {
  const host = open();
  const {output} = await create(await connectTo(sandbox.url, host), {
    attachments: [{blob: Buffer.from('Late.'), file_name: 'answer.txt', content_type: 'text/plain'}]});
  const {comments} = await sandbox.ask('GET', '/api/v2/tickets/' + output.id + '/comments');
  assert.deepStrictEqual(comments[0].attachments.map(({file_name: name, size}) => [name, size]), [['answer.txt', 5]]);
  await host.close();
});

test('a handle of another task names nothing', async () => {
  const host = open();
  const account = await connectTo(sandbox.url, host);
  await assert.rejects(create(account, {attachments: [{blob: 'blob:1'}]}), {pointer: '/attachments/0/blob'});
  await host.close();
});

test('the environment names plugin directories, as for any other host', async () => {
  const host = openHost({search: {user: false, system: false}});
  process.env.TASK_PLUGIN_PATH = process.env.TP_PLUGINS;
  const late = openHost({search: {user: false, system: false}});
  assert.deepStrictEqual(await host.listPlugins(), []);
  assert.deepStrictEqual((await late.listPlugins()).map(({id}) => id), ['echo', 'webhook', 'zendesk']);
  delete process.env.TASK_PLUGIN_PATH;
  await Promise.all([host.close(), late.close()]);
});
