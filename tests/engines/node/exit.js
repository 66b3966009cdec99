// SPDX-License-Identifier: Apache-2.0
// Ends the process while the sandbox still holds a request of the plugin that it will never answer.
//
// usage: node exit.js settled|unsettled|abandoned ADDON LIBRARY URL CA_FILE
//   settled    cancels, destroys the plugin object, sees the cancellation, and runs out of work
//   unsettled  cancels, destroys, and exits before JavaScript hears of it
//   abandoned  exits with everything still open
'use strict';

const assert = require('assert');
const {addon, open, ticket, ask, caFile} = require('./plugin.js');

const OK = 0;
const CANCELLED = 12;

async function hangingRequest(guest) {
  const fault = await ask('POST', '/sandbox/faults',
    {method: 'POST', path: '/api/v2/tickets', times: 1, fault: 'hang'});
  assert.strictEqual(fault.status, 201);
  const {requests: earlier} = (await ask('GET', '/sandbox/requests')).body;
  const hanging = (list) => list.filter(({fault}) => fault === 'hang').length;
  const started = addon.submit(guest, 'zendesk.create_ticket', ticket('never'));
  for (;;) {
    const {requests} = (await ask('GET', '/sandbox/requests')).body;
    if (hanging(requests) > hanging(earlier)) return started;
  }
}

async function main(way) {
  const guest = open({ca_file: caFile});
  const {operation, result} = await hangingRequest(guest);
  if (way === 'abandoned') process.exit(0);
  assert.strictEqual(addon.cancel(guest, operation), OK);
  addon.close(guest);
  if (way === 'unsettled') process.exit(0);
  assert.strictEqual(way, 'settled');
  assert.strictEqual((await result).status, CANCELLED);
  process.exitCode = 0;
}

process.exitCode = 1; // also when Node runs out of work before main() has come to its end
main(process.argv[2]).catch(console.error);
