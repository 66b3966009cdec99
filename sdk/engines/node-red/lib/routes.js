// SPDX-License-Identifier: Apache-2.0
// What the editor asks for: the catalogue, and what only an account knows. A connection of the
// editor need not be deployed: the browser says what it holds, and secrets that the browser has
// never seen come from Node-RED.
'use strict';

const {documentOf} = require('./account.js');
const {languageOf} = require('./hosts.js');
const {problemOf} = require('./problem.js');
const {addSignIn} = require('./sign_in.js');

const KEPT = '__PWRD__';  // what a browser has in the place of a secret that Node-RED keeps
const MOST_OPEN = 8;

// Connections that forms have asked through, the last ones used.
class Desk {
  #RED;
  #plugins;
  #hosts;
  #open = new Map();

  constructor(RED, plugins, hosts) {
    this.#RED = RED;
    this.#plugins = plugins;
    this.#hosts = hosts;
  }

  // What Node-RED keeps for a connection of this plugin; other nodes' secrets are none of its business.
  #stored(id, {accountType}) {
    let isOurs = false;
    this.#RED.nodes.eachNode((node) => { isOurs ||= node.id === id && node.type === accountType; });
    return (isOurs && this.#RED.nodes.getCredentials(id)) || {};
  }

  // {id, plugin, kind, settings, credentials} of the form -> a connection.
  async connect({id = '', plugin, kind, settings, credentials = {}}, language) {
    const found = this.#plugins.get(plugin);
    if (!found?.manifest) throw new Error(found?.reason || this.#RED._('task-plugins.log.gone'));
    const stored = this.#stored(id, found);
    const known = Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== KEPT));
    const document = documentOf(found, {id, kind, settings, credentials: {...stored, ...known}});
    const key = JSON.stringify([languageOf(language), document]);
    const opened = this.#open.get(key) || this.#hosts.editing(language).connect(document);
    this.#open.delete(key);
    this.#open.set(key, opened);
    opened.catch(() => this.#open.delete(key));
    if (this.#open.size > MOST_OPEN) this.#closeOldest();
    return opened;
  }

  #closeOldest() {
    const [key, opened] = this.#open.entries().next().value;
    this.#open.delete(key);
    opened.then((connection) => connection.close()).catch(() => {});
  }
}

function addRoutes(RED, plugins, hosts, search) {
  const desk = new Desk(RED, plugins, hosts);

  // Answers with what answer() gives, or with why not, which is no failure of the server.
  function route(method, place, permission, answer) {
    RED.httpAdmin[method]('/task-plugins/' + place, RED.auth.needsPermission(permission), async (request, response) => {
      try {
        response.json(await answer(request));
      } catch (error) {
        const {language = 'en', connection} = request.body || {};
        const manifest = plugins.get(connection?.plugin)?.manifest;
        response.json({problem: problemOf(error, manifest, languageOf(language))});
      }
    });
  }

  async function ask(request, method, question) {
    const {connection, language} = request.body;
    const opened = await desk.connect(connection, language);
    return JSON.parse(JSON.stringify(await opened[method](question), (key, value) =>
      (typeof value === 'bigint' ? String(value) : value)));
  }

  route('get', 'catalogue', 'nodes.read', async ({query}) => {
    await search();
    return plugins.catalogue(languageOf(query.language));
  });
  route('post', 'verify', 'flows.write', (request) => ask(request, 'verify'));
  route('post', 'options', 'flows.write', (request) => {
    const {task, source, input, search: wanted, pageToken} = request.body;
    return ask(request, 'loadOptions', {task, source, input, search: wanted, pageToken, limit: 50});
  });
  route('post', 'schema', 'flows.write', (request) => {
    const {task, source, input} = request.body;
    return ask(request, 'resolveSchema', {task, source, input});
  });
  // A picture, which a browser asks for without saying who it is.
  RED.httpAdmin.get('/task-plugins/icons/:name.svg', (request, response) => {
    const icon = plugins.get(request.params.name)?.manifest?.icon;
    if (!icon) return response.sendStatus(404);
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    response.type('image/svg+xml').send(icon);
  });
  addSignIn(RED, desk, route);
}

module.exports = {addRoutes};
