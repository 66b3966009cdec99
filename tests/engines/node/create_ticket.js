// SPDX-License-Identifier: Apache-2.0
// Creates tickets over TLS inside Node.js, whose own OpenSSL must neither be used nor disturbed.
//
// usage: node create_ticket.js ADDON LIBRARY URL CA_FILE, through in_sandbox.py
'use strict';

const assert = require('assert');
const {spawnSync} = require('child_process');
const path = require('path');
const tls = require('tls');
const {addon, open, ticket, ask, caFile, places} = require('./plugin.js');

const OK = 0;
const UNAVAILABLE = 10;

// What can be seen of Node's own TLS, from the outside and at work.
async function ownTls() {
  const {status, body} = await ask('GET', '/api/v2/users/me');
  assert.strictEqual(status, 200);
  return {openssl: process.versions.openssl, ciphers: tls.getCiphers(), user: body.user.email};
}

function report(result, subject) {
  assert.strictEqual(result.status, OK, result.errorCode + ': ' + result.errorMessage);
  const id = JSON.parse(result.output).id;
  console.log('ticket', String(id), subject);
}

// Whoever listens to SSL_CERT_FILE would get through.
function refusedWithoutCaFile() {
  const stranger = open({});
  const result = addon.execute(stranger, 'zendesk.create_ticket', ticket('never'));
  assert.deepStrictEqual([result.status, result.errorCode], [UNAVAILABLE, 'transport.tls_failed']);
  addon.close(stranger);
}

// Each way out in a process of its own: exit code 0 and no signal.
function exitsCleanly(way) {
  const script = path.join(__dirname, 'exit.js');
  const child = spawnSync(process.execPath, [script, way, ...places], {stdio: ['ignore', 2, 2]});
  assert.deepStrictEqual([way, child.status, child.signal], [way, 0, null]);
}

async function main() {
  const before = await ownTls();
  const guest = open({ca_file: caFile});

  report(addon.execute(guest, 'zendesk.create_ticket', ticket('executed')), 'executed');

  const subjects = Array.from({length: 10}, (_, i) => 'submitted ' + i);
  const started = subjects.map(
    (subject) => addon.submit(guest, 'zendesk.create_ticket', ticket(subject)));
  const results = await Promise.all(started.map(({result}) => result));
  results.forEach((result, i) => report(result, subjects[i]));

  refusedWithoutCaFile();
  assert.deepStrictEqual(await ownTls(), before);
  addon.close(guest);
  assert.deepStrictEqual(await ownTls(), before);

  for (const line of addon.log(guest).trimEnd().split('\n')) console.log('log', line);
  ['settled', 'unsettled', 'abandoned'].forEach(exitsCleanly);
  process.exitCode = 0;
}

process.exitCode = 1; // also when Node runs out of work before main() has come to its end
main().catch(console.error);
