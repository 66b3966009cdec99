// SPDX-License-Identifier: Apache-2.0
// Finding plugins and opening connections.
'use strict';

const {Connection} = require('./connection.js');
const {Engine} = require('./engine.js');
const {jsonText, parseJson, stringifyJson} = require('./json.js');
const {trialProgram} = require('./native.js');
const {TokenDesk} = require('./tokens.js');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'plugin-bug', 'host-bug', 'off'];

function levelOf({log, logLevel = log ? 'info' : 'off'}) {
  const level = LEVELS.indexOf(logLevel);
  if (level < 0) throw new TypeError('logLevel must be one of: ' + LEVELS.join(', '));
  return level;
}

function nativeOptions(options) {
  const {tokens, search = {}, policy = {}} = options;
  const level = levelOf(options);
  // The plugin's own level; it does not know the two of the host.
  const logPolicy = level > LEVELS.indexOf('error') ? {} : {log_level: LEVELS[level]};
  return {
    name: options.name ?? 'node',
    version: options.version ?? process.versions.node,
    policy: typeof policy === 'string' ? policy : stringifyJson({...logPolicy, ...policy}),
    logLevel: level,
    directories: options.directories ?? [],
    useEnvironment: search.environment ?? true,
    useUser: search.user ?? true,
    useSystem: search.system ?? true,
    prereleases: options.prereleases ?? false,
    environment: {...process.env},
    trialProgram,
    tokensInScript: Boolean(tokens) && !tokens.folder,
    tokenFolder: tokens?.folder ?? '',
  };
}

class Host {
  #engine;
  #files;
  #schemas = new Map();  // task -> promise of its input's schema

  constructor(options = {}) {
    const {log = () => {}, tokens, openBlob} = options;
    const desk = new TokenDesk(tokens);
    this.#files = {openBlob, schemaOf: (task) => this.#schemaOf(task)};
    this.#engine = new Engine(nativeOptions(options), {
      log: (level, message, fields, lost) => {
        if (lost > 0) log({level: 'warn', message: 'Lines of the log were lost.', fields: {lost}});
        log({level, message, fields: fields ? parseJson(fields) : {}});
      },
      tokens: (answer, ...call) => {
        desk.serve(answer, (message) => log({level: 'error', message, fields: {}}), ...call);
      },
    });
  }

  async #list() {
    this.#schemas.clear();
    return parseJson(await this.#engine.job('list'));
  }

  async listPlugins() {
    return (await this.#list()).plugins;
  }

  async listPlaces() {
    return (await this.#list()).places;
  }

  async describe(task) {
    return parseJson(await this.#engine.job('describe', String(task)));
  }

  async #schemaOf(task) {
    if (!this.#schemas.has(task)) this.#schemas.set(task, this.describe(task).then(({input}) => input));
    return this.#schemas.get(task);
  }

  async connect({plugin, type, id = '', settings, credentials}) {
    const number = await this.#engine.job('connect', {
      plugin, type, id, settings: jsonText(settings, 'settings'), credentials: jsonText(credentials, 'credentials')});
    return new Connection(this.#engine, number, this.#files);
  }

  // Closes every connection and ends the plugins' work.
  close() {
    return this.#engine.close();
  }
}

module.exports = {Host};
