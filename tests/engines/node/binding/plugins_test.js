// SPDX-License-Identifier: Apache-2.0
// Finding, describing and loading plugins, and JSON on its way to one and back.
'use strict';

const assert = require('assert');
const {createHmac} = require('crypto');
const fs = require('fs');
const http = require('http');
const path = require('path');
const {test} = require('node:test');
const {open, echoOf, echoWith, temporaryFolder} = require('./bench.js');
const {TaskPluginError, parseJson, stringifyJson} = require(process.env.TP_PACKAGE);

test('plugins are listed with their tasks, and described with their schemas', async () => {
  const host = open();
  const plugins = await host.listPlugins();
  assert.deepStrictEqual(
    plugins.map(({id, state}) => [id, state]), [['echo', 'usable'], ['webhook', 'usable'], ['zendesk', 'usable']]);
  assert.deepStrictEqual(plugins[0].tasks, [{id: 'echo.say', title: 'Say it again'}]);
  assert.strictEqual(plugins[2].tasks.length, 6);
  const task = await host.describe('echo.say');
  assert.deepStrictEqual(task.input.required, ['text']);
  assert.strictEqual(task.plugin, 'echo');
  assert.deepStrictEqual(Object.keys(task.connections), ['none']);
  const [place] = await host.listPlaces();
  assert.deepStrictEqual([place.level, place.usable], ['explicit', true]);
  await host.close();
});

for (const [library, reason] of [
  ['crash_on_load.so', /libecho\.so: the library crashes the process that loads it: Aborted/],
  ['end_on_load.so', /the library ends the process that loads it/],
  ['good.so', /the library calls itself "toy", its manifest "echo"/],
]) {
  test('a library that is not to be loaded is an entry with a reason: ' + library, async () => {
    const host = open({directories: [echoWith(library)]});
    const [entry] = await host.listPlugins();
    assert.strictEqual(entry.state, 'broken');
    assert.match(entry.reason, reason);
    await assert.rejects(echoOf(host), (error) => {
      assert.ok(error instanceof TaskPluginError);
      assert.deepStrictEqual([error.code, error.status, error.retry], ['host.manifest', 'abi', 'never']);
      assert.match(error.message, reason);
      return true;
    });
    await host.close();
  });
}

test('a host that ends while a library hangs on its trial does not wait for it', async () => {
  const mark = path.join(temporaryFolder(), 'loaded');
  process.env.TOY_LOADED_FILE = mark;
  const host = open({directories: [echoWith('hang_on_load.so')]});
  delete process.env.TOY_LOADED_FILE;
  const list = host.listPlugins();
  while (!fs.existsSync(mark)) await new Promise(setImmediate);
  const started = process.hrtime.bigint();
  await host.close();
  assert.ok(process.hrtime.bigint() - started < 5_000_000_000n);
  assert.match((await list)[0].reason, /is not loaded/);
});

test('what is not there is said with the places that were searched', async () => {
  const host = open();
  await assert.rejects(host.describe('nothing.here'), {code: 'host.not_found', status: 'not_found', message: /Places searched/});
  await assert.rejects(host.describe('echo.shout'), {code: 'host.not_found', message: /has no task "echo.shout"/});
  await assert.rejects(host.connect({plugin: 'echo', type: 'some'}), {code: 'invalid_input', status: 'invalid_argument'});
  await host.close();
  await assert.rejects(host.listPlugins(), {code: 'host.closed'});
});

test('integers keep every digit, as values and as text', async () => {
  const host = open();
  const echo = await echoOf(host);
  const extra = {id: 12345678901234567890n, low: -9223372036854775808n, small: 42, text: '12345678901234567890', half: 0.5};
  const {output, outputJson} = await echo.execute('echo.say', {text: 'x', extra});
  assert.deepStrictEqual(output.extra, extra);
  assert.match(outputJson, /"id":12345678901234567890,/);
  const passed = await echo.execute('echo.say', '{"text":"x","extra":[18446744073709551615, 1e300]}');
  assert.match(passed.outputJson, /\[18446744073709551615, ?1e300\]/);
  assert.deepStrictEqual(parseJson(passed.outputJson, {unsafeIntegers: 'text'}).extra, ['18446744073709551615', 1e300]);
  await host.close();
});

test('JSON is read and written as Node.js does, but for large integers', () => {
  for (const text of ['{"a":[1,2.5,-3e2,true,null,"\\u00e9 \\"12345678901234567890\\""]}', '9007199254740991', '"x"']) {
    assert.deepStrictEqual(parseJson(text), JSON.parse(text));
    assert.strictEqual(stringifyJson(JSON.parse(text)), JSON.stringify(JSON.parse(text)));
  }
  assert.strictEqual(parseJson('9007199254740993'), 9007199254740993n);
  assert.strictEqual(parseJson('12345678901234567890.5'), 12345678901234567890.5);
  assert.strictEqual(stringifyJson({n: [10n ** 30n]}), '{"n":[1000000000000000000000000000000]}');
  assert.throws(() => parseJson('[01234567890123456789]'), SyntaxError);
});

test('a fault of the input names the field; many results stand in order', async () => {
  const host = open();
  const echo = await echoOf(host);
  await assert.rejects(echo.execute('echo.say', {text: 'x', times: 'many'}), (error) => {
    assert.ok(error instanceof TaskPluginError && error instanceof Error);
    assert.deepStrictEqual([error.name, error.code, error.pointer], ['TaskPluginError', 'invalid_input', '/times']);
    assert.strictEqual(error.fields[0].title, 'Times');
    return true;
  });
  const texts = Array.from({length: 200}, (_, i) => 'number ' + i);
  const settled = [];
  const outcomes = await echo.submit(texts.map((text) => ({task: 'echo.say', input: {text}})),
    {onSettled: (index) => settled.push(index)});
  assert.deepStrictEqual(outcomes.map(({value}) => value.output.said), texts);
  assert.deepStrictEqual(settled.sort((a, b) => a - b), texts.map((_, i) => i));
  assert.deepStrictEqual(await echo.submit([]), []);
  await host.close();
});

test('plugins work side by side: a message arrives at a receiver in this process', async () => {
  const secret = 'a secret of this test';
  const server = http.createServer((request, answer) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      const {'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature} = request.headers;
      const right = 'v1,' + createHmac('sha256', secret).update([id, at, body].join('.')).digest('base64');
      answer.writeHead(signature === right ? 200 : 401).end(body);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = open();
  const receiver = await host.connect({
    plugin: 'webhook', type: 'signed', settings: {url: 'http://127.0.0.1:' + server.address().port + '/in'},
    credentials: {secret}});
  for (const settings of ['[]', '7', {url: 'http://example.com/'}]) {
    await assert.rejects(host.connect({plugin: 'webhook', type: 'signed', settings, credentials: {secret}}),
      {code: 'connection_invalid', pointer: '/settings/url'});
  }
  const echo = await echoOf(host);
  const [{output}] = await Promise.all([
    receiver.execute('webhook.post', {body: {id: 12345678901234567890n}}), echo.execute('echo.say', {text: 'x'})]);
  assert.deepStrictEqual([output.status, output.answer], [200, '{"id":12345678901234567890}']);
  await host.close();
  server.close();
});

test('the policy decides the language of what a plugin says', async () => {
  for (const policy of [{locale: 'fr'}, '{"locale":"fr"}']) {
    const host = open({policy});
    await assert.rejects((await echoOf(host)).execute('echo.say', {}), {code: 'invalid_input', message: /obligatoire/});
    await host.close();
  }
});

test('a mistake of the program is a TypeError, before anything starts', async () => {
  const host = open();
  const echo = await echoOf(host);
  const loop = {text: 'x'};
  loop.self = loop;
  await assert.rejects(echo.execute('echo.say', loop), TypeError);
  await assert.rejects(echo.execute('echo.say', () => 'x'), TypeError);
  assert.throws(() => open({logLevel: 'loud'}), TypeError);
  await echo.close();
  await assert.rejects(echo.execute('echo.say', {text: 'x'}), {code: 'host.closed', status: 'invalid_state'});
  await echo.close();
  await host.close();
  await host.close();
});

test('what is closed in any order is closed', async () => {
  const host = open();
  const [one, two] = [await echoOf(host), await echoOf(host)];
  const running = one.execute('echo.say', {text: 'x', times: 1000}).then(() => 'done', ({status}) => status);
  const closing = host.close();
  await assert.rejects(host.listPlugins(), {code: 'host.closed'});
  await Promise.all([one.close(), closing, two.close()]);
  assert.ok(['done', 'cancelled', 'invalid_state'].includes(await running), await running);
  await two.close();
});
