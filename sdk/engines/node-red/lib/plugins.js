// SPDX-License-Identifier: Apache-2.0
// Which plugins and tasks there are now, and which there were. A task that was there once keeps its
// type: Node-RED starts no flow at all while one of its types is missing, so a plugin that is gone
// or broken must cost its own nodes only.
'use strict';

const fs = require('fs');
const path = require('path');
const {Manifest} = require('./manifest.js');
const {fingerprintOf} = require('./places.js');

// Node-RED keeps these apart, encrypted; what is a secret never goes back to a browser.
function credentialsOf(manifest) {
  const kinds = {};
  for (const {credentials} of Object.values(manifest.plugin('en').kinds)) {
    for (const [name, property] of Object.entries(credentials.properties)) {
      const secret = property['x-tp'].secret || property['x-tp'].widget === 'password';
      if (secret || !kinds[name]) kinds[name] = {type: secret ? 'password' : 'text'};
    }
  }
  return kinds;
}

class Plugin {
  // With a manifest, or with kinds of credentials alone, it is one that was there before.
  constructor({id, version, state, reason, folder, name, manifest, credentials = {}}) {
    Object.assign(this, {id, version, state, name: name || id, manifest, credentials});
    this.reason = state === 'usable' ? undefined : reason || state;
    this.accountType = id + '-connection';
    if (folder) this.#read(folder);
  }

  #read(folder) {
    try {
      this.manifest = new Manifest(folder);
      this.credentials = credentialsOf(this.manifest);
    } catch (error) {
      this.reason ??= error.message;
    }
  }

  get title() {
    return this.version ? this.name + ' ' + this.version : this.name;
  }
}

class Plugins {
  #RED;
  #hosts;
  #known;  // file of the tasks that were ever there, and of the kinds of their plugins' credentials
  #credentials = {};
  #plugins = new Map();
  #tasks = new Map();  // id -> {id, plugin, title}
  #places;
  #seen;

  constructor(RED, hosts) {
    this.#RED = RED;
    this.#hosts = hosts;
    this.#known = path.join(hosts.folder, 'tasks.json');
    this.#remember();
  }

  #remember() {
    try {
      const {tasks, credentials} = JSON.parse(fs.readFileSync(this.#known, 'utf8'));
      this.#credentials = credentials;
      for (const task of tasks) this.#tasks.set(task.id, task);
    } catch (error) {
      if (error.code !== 'ENOENT') this.#RED.log.warn('[task-plugins] ' + this.#known + ': ' + error.message);
    }
  }

  #save() {
    const credentials = Object.fromEntries(this.all().map((plugin) => [plugin.id, plugin.credentials]));
    fs.writeFileSync(this.#known, JSON.stringify({tasks: this.tasks(), credentials}, null, 1), {mode: 0o600});
  }

  // Looks anew where something has changed; true when it did.
  async search() {
    // Before the search: what changes meanwhile is found the next time.
    const seen = this.#places && await fingerprintOf(this.#places);
    if (seen !== undefined && seen === this.#seen) return false;
    const host = this.#hosts.running;
    const [places, all] = await Promise.all([host.listPlaces(), host.listPlugins()]);
    this.#places = places.map((place) => place.path);
    this.#seen = seen;
    const entries = all.filter(({state}) => state !== 'shadowed');
    const before = this.#plugins;
    this.#plugins = new Map();
    for (const entry of entries) this.#add(new Plugin(entry));
    for (const plugin of before.values()) if (!this.#plugins.has(plugin.id)) this.#keep(plugin);
    for (const {plugin} of this.#tasks.values()) if (!this.#plugins.has(plugin)) this.#keep({id: plugin});
    this.#save();
    this.#report(before);
    return true;
  }

  // A broken one beside a usable one of the same name does not count.
  #add(plugin) {
    if (plugin.reason && this.#plugins.has(plugin.id)) return;
    this.#plugins.set(plugin.id, plugin);
    for (const id of plugin.manifest?.taskIds || []) {
      this.#tasks.set(id, {id, plugin: plugin.id, title: plugin.manifest.task(id, 'en').title});
    }
  }

  // The folder of its plugin is gone; what it has loaded stays loaded.
  #keep({id, version, name, manifest, credentials = this.#credentials[id]}) {
    const reason = this.#RED._('task-plugins.log.gone');
    this.#plugins.set(id, new Plugin({id, version, name, state: 'gone', reason, manifest, credentials}));
  }

  #report(before) {
    for (const {id, title, reason} of this.#plugins.values()) {
      const words = {name: title, reason};
      if (reason && before.get(id)?.reason !== reason) {
        this.#RED.log.error('[task-plugins] ' + this.#RED._('task-plugins.log.unusable', words));
      } else if (!reason && before.get(id)?.reason) {
        this.#RED.log.info('[task-plugins] ' + this.#RED._('task-plugins.log.back', words));
      }
    }
  }

  all() {
    return [...this.#plugins.values()];
  }

  tasks() {
    return [...this.#tasks.values()];
  }

  get(id) {
    return this.#plugins.get(id);
  }

  ofTask(task) {
    return this.#plugins.get(this.#tasks.get(task)?.plugin);
  }

  faults() {
    return this.all().filter(({reason}) => reason).map(({title, reason}) => ({name: title, reason}));
  }

  // Tasks that are gone and that no flow names need no type the next time.
  forgetUnused() {
    const used = new Set();
    this.#RED.nodes.eachNode(({type}) => used.add(type));
    for (const {id, plugin} of this.tasks()) {
      if (this.get(plugin).state === 'gone' && !used.has(id)) this.#tasks.delete(id);
    }
    this.#save();
  }

  // What the editor draws palette and forms from.
  catalogue(language) {
    const plugins = this.all().map((plugin) => ({
      id: plugin.id, name: plugin.name, version: plugin.version, reason: plugin.reason, kinds: {}, extensions: [],
      ...plugin.manifest?.plugin(language), accountType: plugin.accountType, credentials: plugin.credentials,
      icon: Boolean(plugin.manifest?.icon),
    }));
    const tasks = this.tasks().map((task) => {
      const manifest = this.get(task.plugin).manifest;
      const known = manifest?.taskIds.includes(task.id) ? manifest.task(task.id, language) : {input: {properties: {}}};
      return {...task, ...known};
    });
    return {plugins, tasks};
  }
}

module.exports = {Plugins};
