// SPDX-License-Identifier: Apache-2.0
// Leaves the process in one of the ways that exit_test.js names.
//
// usage: node exit.js WAY URL
'use strict';

const {connectTo, echoOf, hanging, open} = require('./bench.js');

const [way, url] = process.argv.slice(2);

async function hangingTask(options) {
  const host = open();
  const account = await connectTo(url, host);
  const {promise} = await hanging(url, () => account.execute('zendesk.create_ticket', {comment_body: 'x'}, options));
  return {host, promise};
}

async function report(promise) {
  try {
    await promise;
    console.log('done');
  } catch (error) {
    console.log(error.status);
  }
}

const ways = {
  async exit() {
    await hangingTask();
    console.log('exit');
    process.exit(7);
  },
  async 'exit-many'() {
    const echo = await echoOf(open());
    echo.submit(Array.from({length: 1000}, () => ({task: 'echo.say', input: {text: 'x', times: 1000}})));
    setImmediate(() => {
      console.log('exit');
      process.exit(7);
    });
  },
  async 'exit-connecting'() {
    open().listPlugins();
    echoOf(open());
    console.log('exit');
    process.exit(7);
  },
  async idle() {
    await (await echoOf(open())).execute('echo.say', {text: 'x'});
    console.log('idle');
  },
  async awaited() {
    const echo = await echoOf(open());
    echo.execute('echo.say', {text: 'x', times: 1000}).then(() => console.log('done'));
  },
  async closed() {
    const {host, promise} = await hangingTask();
    await Promise.all([report(promise), host.close()]);
  },
  async aborted() {
    const controller = new AbortController();
    const {promise} = await hangingTask({signal: controller.signal});
    controller.abort();
    await report(promise);
  },
  async signal() {
    await hangingTask();
    console.log('signal');
    process.kill(process.pid, 'SIGTERM');
  },
  async unhandled() {
    const echo = await echoOf(open());
    echo.execute('echo.say', {});
  },
  async outcomes() {
    const echo = await echoOf(open());
    const outcomes = await echo.submit(Array.from({length: 3}, () => ({task: 'echo.say', input: {}})));
    await new Promise(setImmediate);
    console.log(outcomes.filter(({status}) => status === 'rejected').length + ' rejected');
  },
  async 'throwing-log'() {
    const host = open({logLevel: 'debug', log: () => { throw new Error('the log is full'); }});
    await (await echoOf(host)).execute('echo.say', {text: 'x'});
    await host.close();
  },
};

ways[way]();
