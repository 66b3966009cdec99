// SPDX-License-Identifier: Apache-2.0
// The work of a worker thread; see threads_test.js.
'use strict';

const {parentPort, workerData} = require('worker_threads');
const {connectTo, echoOf, hanging, open} = require('./bench.js');

const {work, url} = workerData;

function say(echo, count, times) {
  return echo.submit(Array.from({length: count}, () => ({task: 'echo.say', input: {text: 'worker', times}})));
}

const works = {
  async many() {
    const host = open();
    const outcomes = await say(await echoOf(host), 100, 50);
    await host.close();
    parentPort.postMessage(outcomes.filter(({value}) => value.output.said.startsWith('worker')).length);
  },
  async hanging() {
    const account = await connectTo(url, open());
    await hanging(url, () => account.execute('zendesk.create_ticket', {comment_body: 'x'}));
    parentPort.postMessage('busy');
  },
  // Its results and log lines come while the environment is taken apart.
  async flood() {
    const echo = await echoOf(open({log: () => {}, logLevel: 'trace'}));
    parentPort.postMessage('busy');
    while (await say(echo, 100, 100));
  },
  // The plugin waits for tokens that never come.
  async 'waiting-for-tokens'() {
    const read = () => {
      parentPort.postMessage('busy');
      return new Promise(() => {});
    };
    const account = await connectTo(url, open({tokens: {read}}), {
      type: 'oauth_client_credentials', credentials: {client_id: 'sandbox_service', client_secret: 'sandbox-service-secret'}});
    await account.execute('zendesk.create_ticket', {comment_body: 'x'});
  },
  async listing() {
    parentPort.postMessage('busy');
    while (await open().listPlugins());
  },
  async idle() {
    await say(await echoOf(open()), 1, 1);
    parentPort.postMessage('idle');
  },
  async exit() {
    const echo = await echoOf(open());
    say(echo, 500, 1000);
    parentPort.postMessage('exit');
    process.exit(3);
  },
};

works[work]();
