// SPDX-License-Identifier: Apache-2.0
// What the tests of the package for Node.js share: the package as it was built, the plugins, and a
// sandbox. CMake names their places in the environment, which workers and children inherit.
'use strict';

const assert = require('assert');
const {spawn, spawnSync} = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const readline = require('readline');

const {TP_PACKAGE, TP_PLUGINS, TP_SANDBOX, TP_TOYS} = process.env;
const TOKEN = 'sandbox-access-token';

// A folder that goes away with the process.
function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'binding-'));
  process.on('exit', () => fs.rmSync(folder, {recursive: true, force: true}));
  return folder;
}

// One request to a sandbox: the body of its answer, parsed.
async function ask(url, method, place, body) {
  const answer = await fetch(url + place, {
    method, headers: {Authorization: 'Bearer ' + TOKEN, 'Content-Type': 'application/json'}, body: JSON.stringify(body)});
  const text = await answer.text();
  assert.ok(answer.ok, method + ' ' + place + ': ' + answer.status + ' ' + text);
  return text && JSON.parse(text);
}

class Sandbox {
  static async start(...options) {
    const child = spawn(TP_SANDBOX, ['--port', '0', ...options], {stdio: ['ignore', 'pipe', 'inherit']});
    process.on('exit', () => child.kill('SIGKILL'));
    for await (const line of readline.createInterface({input: child.stdout})) {
      assert.match(line, /^listening on http:/);
      return new Sandbox(child, line.split(' ').pop());
    }
    throw new Error('the sandbox says nothing');
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  ask(method, place, body) {
    return ask(this.url, method, place, body);
  }

  async stop() {
    this.child.kill('SIGKILL');
    await new Promise((resolve) => this.child.once('exit', resolve));
  }
}

// A host that knows the plugins of the build and nothing else of this machine.
function open(options = {}) {
  const {openHost} = require(TP_PACKAGE);
  return openHost({
    name: 'binding-test', version: '1.0', directories: [TP_PLUGINS],
    search: {environment: false, user: false, system: false}, ...options});
}

function connectTo(url, host, more = {}) {
  return host.connect({
    plugin: 'zendesk', type: 'oauth_access_token', id: 'acme', settings: {subdomain: 'acme', base_url: url},
    credentials: {access_token: TOKEN}, ...more});
}

function echoOf(host) {
  return host.connect({plugin: 'echo', type: 'none'});
}

// Starts to create a ticket that the sandbox will never answer for; gives run() and its promise
// once the request has reached the sandbox.
async function hanging(url, run) {
  await ask(url, 'POST', '/sandbox/faults', {method: 'POST', path: '/api/v2/tickets', times: 1, fault: 'hang'});
  const count = async () =>
    (await ask(url, 'GET', '/sandbox/requests')).requests.filter(({fault}) => fault === 'hang').length;
  const before = await count();
  const promise = run();
  while (await count() === before) await new Promise(setImmediate);
  return {promise};
}

// Puts the echo plugin into a new plugin directory, with another library in the place of its own.
function echoWith(library) {
  const place = temporaryFolder();
  fs.cpSync(path.join(TP_PLUGINS, 'echo'), path.join(place, 'echo'), {recursive: true});
  fs.copyFileSync(path.join(TP_TOYS, library), path.join(place, 'echo', '1.0.0', 'libecho.so'));
  return place;
}

// Runs a script of this folder in a process of its own: {status, signal, out, err}.
function runScript(script, ...values) {
  const done = spawnSync(process.execPath, [path.join(__dirname, script), ...values], {encoding: 'utf8', timeout: 120000});
  return {status: done.status, signal: done.signal, out: done.stdout, err: done.stderr};
}

module.exports = {TOKEN, Sandbox, ask, open, connectTo, echoOf, hanging, echoWith, runScript, temporaryFolder};
