// SPDX-License-Identifier: Apache-2.0
// The package as people get it: packed by npm, installed into an empty folder, and its types.
'use strict';

const assert = require('assert');
const {execFileSync, spawnSync} = require('child_process');
const fs = require('fs');
const path = require('path');
const {test} = require('node:test');
const {temporaryFolder} = require('./bench.js');

const {TP_DEPS, TP_PACKAGE, TP_PLUGINS} = process.env;
const modules = path.join(TP_DEPS, 'node-binding', 'node_modules');
const quiet = ['--offline', '--no-audit', '--no-fund', '--no-update-notifier'];

test('what npm packs runs a task where nothing else is', () => {
  const folder = temporaryFolder();
  const cache = ['--cache', path.join(folder, 'cache')];
  const options = {cwd: folder, encoding: 'utf8'};
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', ...quiet, ...cache, TP_PACKAGE], options));
  const files = packed.files.map(({path: name}) => name);
  for (const name of ['index.d.ts', 'LICENSE', 'README.md', 'prebuilt/linux-x64/task_plugins.node']) {
    assert.ok(files.includes(name), name);
  }
  assert.ok(!files.some((name) => /\.(cc|h|map)$|CMake|lock/.test(name)), files.join(' '));
  execFileSync('npm', ['install', ...quiet, ...cache, './' + packed.filename], options);
  // As the README shows it.
  const readme = fs.readFileSync(path.join(folder, 'node_modules', 'task-plugins', 'README.md'), 'utf8');
  const [script, said] = [/^```js\n(.*?)^```$/ms, /prints\n\n```\n(.*?)^```$/ms].map((block) => block.exec(readme)[1]);
  fs.writeFileSync(path.join(folder, 'try.js'), script);
  const bare = {...options, env: {PATH: '/nowhere', HOME: folder, TASK_PLUGIN_PATH: TP_PLUGINS}};
  for (const version of ['node-20', 'node-24']) {
    const node = path.join(TP_DEPS, version, 'bin', 'node');
    const lines = execFileSync(node, ['try.js'], bare).split('\n').map((line) => line.trimEnd());
    for (const line of said.split('\n')) assert.ok(lines.includes(line), version + ' does not print: ' + line);
  }
});

test('the types fit what programs write, and refuse what they should', () => {
  const tsc = path.join(modules, 'typescript', 'bin', 'tsc');
  const folder = temporaryFolder();
  fs.copyFileSync(path.join(__dirname, 'types.ts'), path.join(folder, 'types.ts'));
  const config = {
    compilerOptions: {
      strict: true, noEmit: true, target: 'es2022', module: 'nodenext', types: ['node'],
      typeRoots: [path.join(modules, '@types')],
      paths: {'task-plugins': [path.join(TP_PACKAGE, 'index.d.ts')]}},
    files: ['types.ts'],
  };
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const done = spawnSync(process.execPath, [tsc, '-p', folder], {encoding: 'utf8'});
  assert.strictEqual(done.stdout, '');
  assert.strictEqual(done.status, 0);
});
