// SPDX-License-Identifier: Apache-2.0
// Which plugins there are. n8n wants its node types at once, so a child process looks for them.
'use strict';

const {spawnSync} = require('child_process');
const path = require('path');
const {LoggerProxy} = require('n8n-workflow');
const {Manifest} = require('./manifest.js');

const PATIENCE_MS = 120000;
const LANGUAGE = 'en';

function pascal(text) {
  return text.split(/[^a-zA-Z0-9]+/).map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

// A kind of connection of a plugin, which is a credential type of n8n.
class Kind {
  constructor(plugin, id, {title, description, guide, settings, credentials}) {
    const parts = {settings: settings.properties || {}, credentials: credentials.properties || {}};
    Object.assign(this, {plugin, id, title, description, guide, parts});
    this.required = new Set([...(settings.required || []), ...(credentials.required || [])]);
    this.typeName = 'taskPlugins' + pascal(plugin.id) + pascal(id);
  }

  // Some plugins need no account.
  get isEmpty() {
    return Object.keys(this.parts.settings).length + Object.keys(this.parts.credentials).length === 0;
  }
}

class Plugin {
  constructor({id, version, state, reason, folder, name}) {
    Object.assign(this, {id, version, name: name || id, kinds: [], tasks: [], reason});
    if (state !== 'usable') this.reason ??= state;
    if (folder) this.#read(folder);
  }

  #read(folder) {
    try {
      this.manifest = new Manifest(folder);
      const {name, description, kinds} = this.manifest.plugin(LANGUAGE);
      Object.assign(this, {name, description});
      this.kinds = Object.entries(kinds).map(([id, kind]) => new Kind(this, id, kind));
      this.tasks = this.manifest.taskIds.map((id) => ({
        id, operation: id.slice(id.indexOf('.') + 1), ...this.manifest.task(id, LANGUAGE)}));
    } catch (error) {
      this.reason ??= error.message;
    }
  }

  task(operation) {
    return this.tasks.find((task) => task.operation === operation);
  }

  remedy(code) {
    return this.manifest?.remedy(code, LANGUAGE) || '';
  }
}

// A broken one beside a usable one of the same name does not count.
function withoutRepeats(plugins) {
  const known = new Map();
  for (const plugin of plugins) {
    if (!known.has(plugin.id) || known.get(plugin.id).reason) known.set(plugin.id, plugin);
  }
  return [...known.values()];
}

function scan() {
  const done = spawnSync(process.execPath, [path.join(__dirname, 'scan.js')], {encoding: 'utf8', timeout: PATIENCE_MS});
  if (done.status !== 0) {
    return [{id: 'task-plugins', name: 'Task plugins', state: 'broken',
      reason: done.error?.message || done.stderr.trim().split('\n').pop() || 'The search for plugins has crashed.'}];
  }
  const {plugins, places} = JSON.parse(done.stdout);
  if (plugins.length > 0) return plugins.filter(({state}) => state !== 'shadowed');
  return [{id: 'task-plugins', name: 'Task plugins', state: 'broken',
    reason: `There is no plugin in ${places.join(', ')}. Put one there, or name its directory in TASK_PLUGIN_PATH, and restart n8n.`}];
}

let found;

function allPlugins() {
  if (!found) {
    found = withoutRepeats(scan().map((entry) => new Plugin(entry)));
    for (const {name, version, reason} of found) {
      if (reason) LoggerProxy.error(`[task-plugins] ${name} ${version || ''} cannot be used: ${reason}`);
    }
  }
  return found;
}

module.exports = {allPlugins};
