// SPDX-License-Identifier: Apache-2.0
// A connection: a config node whose credentials Node-RED keeps encrypted. Its id is the key under
// which renewed tokens are stored.
'use strict';

// The text of an input of the editor as its schema means it; undefined when nothing was given.
function typed(value, {type}) {
  if (value === undefined || value === null || value === '') return undefined;
  if (type === 'integer' || type === 'number') return Number(value);
  if (type === 'boolean') return value === true || value === 'true';
  return value;
}

function only(values = {}, schema) {
  const made = {};
  for (const [name, property] of Object.entries(schema.properties || {})) {
    const value = typed(values[name], property);
    if (value !== undefined) made[name] = value;
  }
  return made;
}

// What connect() takes. Several kinds of connections share one set of credentials in Node-RED; each
// gets its own.
function documentOf(plugin, {id, kind, settings, credentials}) {
  const kinds = plugin?.manifest?.plugin('en').kinds || {};
  const type = kinds[kind] || Object.values(kinds)[0] || {settings: {}, credentials: {}};
  return {
    plugin: plugin.id, type: kinds[kind] ? kind : Object.keys(kinds)[0], id,
    settings: only(settings, type.settings), credentials: only(credentials, type.credentials)};
}

function accountType(RED, plugins, hosts, pluginId) {
  return function Account(config) {
    RED.nodes.createNode(this, config);
    let opened;

    // One for all nodes; after a failure the next one tries again.
    this.open = () => {
      opened ??= hosts.running
        .connect(documentOf(plugins.get(pluginId), {...config, credentials: this.credentials}))
        .catch((error) => {
          opened = undefined;
          throw error;
        });
      return opened;
    };

    this.on('close', (done) => {
      if (!opened) return done();
      opened.then((connection) => connection.close()).then(() => done(), () => done());
    });
  };
}

module.exports = {accountType, documentOf};
