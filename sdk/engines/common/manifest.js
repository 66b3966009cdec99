// SPDX-License-Identifier: Apache-2.0
// What a plugin's folder says of it: manifest, schemas, icon, and its texts in the languages it has.
'use strict';

const fs = require('fs');
const path = require('path');

function readJson(folder, name) {
  return JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
}

function translatedProperty(property, name, texts, groups) {
  const own = texts[name] || {};
  const form = {...property['x-tp']};
  if (own.placeholder) form.placeholder = own.placeholder;
  if (own.labels) form.labels = {...form.labels, ...own.labels};
  if (form.group) form.group = groups[form.group] || form.group;
  const made = {...property, 'title': own.title || property.title, 'description': own.description || property.description,
    'x-tp': form};
  if (property.items?.properties) made.items = translated(property.items, texts, groups, name + '.');
  return made;
}

// The schema with the texts of another language, which stand under the names of its properties.
function translated(schema, texts = {}, groups = {}, prefix = '') {
  const properties = Object.entries(schema.properties || {}).map(
    ([name, property]) => [name, translatedProperty(property, prefix + name, texts, groups)]);
  return {...schema, properties: Object.fromEntries(properties)};
}

// Reads everything at once: the folder may go away later.
class Manifest {
  #document;
  #inputs;
  #locales = {};
  #tasks = new Map();

  constructor(folder) {
    this.#document = readJson(folder, 'plugin.json');
    const {tasks = {}, locales = {}, icon} = this.#document;
    this.#inputs = Object.fromEntries(Object.entries(tasks).map(([id, {input}]) => [id, readJson(folder, input)]));
    for (const [language, name] of Object.entries(locales)) this.#locales[language] = readJson(folder, name);
    this.icon = icon && /\.svg$/.test(icon) ? fs.readFileSync(path.join(folder, icon), 'utf8') : undefined;
  }

  get taskIds() {
    return Object.keys(this.#inputs);
  }

  // {} where the language is not among the plugin's; its manifest speaks English.
  #texts(language) {
    return this.#locales[language] || {};
  }

  plugin(language) {
    const {plugin = {}, connections = {}} = this.#texts(language);
    const kinds = Object.entries(this.#document.connections || {}).map(([kind, type]) => {
      const own = connections[kind] || {};
      return [kind, {
        title: own.title || type.title, description: own.description || type.description,
        guide: own.guide || type.guide || [],
        settings: translated(type.settings || {}, own.properties),
        credentials: translated(type.credentials || {}, own.properties),
      }];
    });
    return {
      name: plugin.name || this.#document.name, description: plugin.description || this.#document.description,
      version: this.#document.version, kinds: Object.fromEntries(kinds),
      extensions: this.#document.provides?.extensions || [],
    };
  }

  // Forms and every run of a task ask for it.
  task(id, language) {
    const key = language + ' ' + id;
    if (!this.#tasks.has(key)) this.#tasks.set(key, this.#describe(id, language));
    return this.#tasks.get(key);
  }

  #describe(id, language) {
    const entry = this.#document.tasks[id];
    const {tasks = {}, groups = {}} = this.#texts(language);
    const own = tasks[id] || {};
    return {
      title: own.title || entry.title, description: own.description || entry.description, kinds: entry.connection,
      group: groups[entry.group] || entry.group, dryRun: Boolean(entry.dryRun),
      input: translated(this.#inputs[id], own.properties, groups),
    };
  }

  // What to do about an error, for people; '' when the manifest does not know it.
  remedy(code, language) {
    return (this.#texts(language).errors?.[code] || this.#document.errors?.[code] || {}).help || '';
  }
}

module.exports = {Manifest};
