// SPDX-License-Identifier: Apache-2.0
// The tasks of every plugin on this machine as nodes of Node-RED. Types are made at load, from the
// manifests; the editor draws their forms from the catalogue that lib/routes.js serves.
'use strict';

const {accountType} = require('./lib/account.js');
const {Hosts} = require('./lib/hosts.js');
const {Plugins} = require('./lib/plugins.js');
const {addRoutes} = require('./lib/routes.js');
const {taskType} = require('./lib/task_node.js');

const TOPIC = 'task-plugins/plugins';
const SEARCH_EVERY_MS = 10000;

module.exports = async function (RED) {
  const hosts = new Hosts(RED);
  const plugins = new Plugins(RED, hosts);
  const registered = new Set();
  let told = '[]';

  function register(type, constructor, options) {
    if (registered.has(type)) return;
    registered.add(type);
    RED.nodes.registerType(type, constructor, options);
  }

  // Types stay once they are there: a flow that uses one must not stop the others.
  function registerAll() {
    for (const plugin of plugins.all()) {
      register(plugin.accountType, accountType(RED, plugins, hosts, plugin.id), {credentials: plugin.credentials});
    }
    for (const task of plugins.tasks()) register(task.id, taskType(RED, plugins, hosts, task.id));
  }

  async function search() {
    try {
      if (!await plugins.search()) return;
      registerAll();
      const faults = JSON.stringify(plugins.faults());
      if (faults !== told) RED.comms.publish(TOPIC, plugins.faults(), true);
      told = faults;
    } catch (error) {
      RED.log.error('[task-plugins] ' + RED._('task-plugins.log.searchFailed', {reason: error.message}));
    }
  }

  await search();
  addRoutes(RED, plugins, hosts, search);
  const timer = setInterval(search, SEARCH_EVERY_MS);
  timer.unref();
  RED.events.once('flows:started', () => plugins.forgetUnused());
};
