// SPDX-License-Identifier: Apache-2.0
// Which plugin and which kind of connection a numbered file of this package is.
'use strict';

const {LoggerProxy} = require('n8n-workflow');
const {credentialType} = require('./credential.js');
const {nodeType} = require('./node.js');
const {allPlugins} = require('./plugins.js');
const {n8n: listed} = require('../package.json');

const NO_KIND = {name: 'taskPluginsNone', displayName: 'Task plugins: none has connections', properties: []};

function unusedNode(number) {
  return {description: {
    displayName: 'Unused', name: 'unused' + number, hidden: true, group: ['output'], version: 1, description: '',
    defaults: {name: 'Unused'}, inputs: ['main'], outputs: ['main'], properties: []}};
}

function complain(what, found, places) {
  if (found > places) LoggerProxy.error(`[task-plugins] There are ${found} ${what}, of which n8n shows ${places}.`);
}

function nodeAt(number) {
  const plugins = allPlugins();
  if (number === 1) complain('plugins', plugins.length, listed.nodes.length);
  return number > plugins.length ? unusedNode(number) : nodeType(plugins[number - 1]);
}

// n8n has no way to hide one: what is too much is one of the others once more.
function credentialAt(number) {
  const kinds = allPlugins().flatMap((plugin) => plugin.kinds.filter((kind) => !kind.isEmpty));
  if (number === 1) complain('kinds of connections', kinds.length, listed.credentials.length);
  if (kinds.length === 0) return {...NO_KIND};
  return credentialType(kinds[(number - 1) % kinds.length]);
}

module.exports = {credentialAt, nodeAt};
