// SPDX-License-Identifier: Apache-2.0
// Creates tickets with node-zendesk, and measures itself.
//
// usage: node bench_node.js MODULE --url URL --ticket FILE --tickets N --concurrency C
'use strict';

const fs = require('fs');

function readOptions(words) {
  const options = {tickets: '1', concurrency: '1'};
  for (let i = 0; i + 1 < words.length; i += 2) options[words[i].slice('--'.length)] = words[i + 1];
  return options;
}

function peakKb() {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
}

async function main(folder, ...words) {
  const options = readOptions(words);
  const ticket = JSON.parse(fs.readFileSync(options.ticket, 'utf8'));
  const client = require(folder).createClient({
    endpointUri: options.url + '/api/v2', subdomain: 'acme', oauth: true, token: 'benchmark-access-token'});
  const tickets = Number(options.tickets);
  let begun = 0;
  async function work() {
    while (begun < tickets) {
      ++begun;
      const {result} = await client.tickets.create(ticket);
      if (!(result.id > 0)) throw new Error('no ticket came back');
    }
  }
  const started = process.hrtime.bigint();
  const before = process.cpuUsage();
  await Promise.all(Array.from({length: Number(options.concurrency)}, work));
  const {user, system} = process.cpuUsage(before);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(JSON.stringify({
    tickets, seconds, cpu_seconds: (user + system) / 1e6, peak_rss_kb: peakKb()}));
}

main(...process.argv.slice(2)).catch((error) => {
  console.error('bench_node:', error);
  process.exitCode = 1;
});
