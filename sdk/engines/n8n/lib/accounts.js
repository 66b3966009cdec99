// SPDX-License-Identifier: Apache-2.0
// Connections, opened once in each process and shared by all nodes that use the same credential. Its id
// is the key under which renewed tokens are stored.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const {createHash} = require('crypto');
const {LoggerProxy} = require('n8n-workflow');
const {openHost, stringifyJson} = require('task-plugins');
const {documentOf} = require('./credential.js');
const {redisTokens} = require('./redis_tokens.js');
const {version} = require('../package.json');

// The levels of a plugin's log, as n8n has them.
const LEVELS = {
  'trace': 'debug', 'debug': 'debug', 'info': 'info', 'warn': 'warn', 'error': 'error', 'plugin-bug': 'error',
  'host-bug': 'error'};

function first(...names) {
  return names.map((name) => process.env[name]).find(Boolean);
}

// A plugin reads no environment by itself.
function policy() {
  const origins = first('TASK_PLUGINS_ALLOW_ORIGINS');
  return {
    proxy: first('HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'), no_proxy: first('NO_PROXY', 'no_proxy'),
    ca_file: first('SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'), allow_origins: origins?.split(',').map((one) => one.trim()),
    locale: 'en'};
}

// In Redis for several machines, else in a folder.
function tokens() {
  const address = first('TASK_PLUGINS_TOKEN_REDIS');
  const complain = (message) => LoggerProxy.error('[task-plugins] ' + message);
  if (address) return redisTokens(address, first('TASK_PLUGINS_TOKEN_KEY_FILE'), complain);
  const own = path.join(process.env.N8N_USER_FOLDER || os.homedir(), '.n8n', 'task-plugins');
  fs.mkdirSync(own, {recursive: true, mode: 0o700});
  return {folder: path.join(own, 'tokens')};
}

let host;

function theHost() {
  host ??= openHost({
    name: 'n8n-nodes-task-plugins', version, logLevel: 'warn', policy: policy(), tokens: tokens(),
    log: ({level, message, fields}) => LoggerProxy[LEVELS[level]]('[task-plugins] ' + message, {fields: stringifyJson(fields)}),
  });
  return host;
}

// One opened connection, which is closed when its credential has changed and nobody uses it any more.
class Account {
  #opened;
  #users = 0;
  #isOld = false;

  constructor(document) {
    this.#opened = theHost().connect(document);
  }

  async use(work) {
    ++this.#users;
    try {
      return await work(await this.#opened);
    } finally {
      --this.#users;
      this.#closeWhenUnused();
    }
  }

  retire() {
    this.#isOld = true;
    this.#closeWhenUnused();
  }

  #closeWhenUnused() {
    if (!this.#isOld || this.#users > 0) return;
    this.#opened.then((connection) => connection.close()).catch(() => {});
  }
}

const accounts = new Map();  // name -> {account, print}

function printOf(document) {
  return createHash('sha256').update(stringifyJson(document)).digest('base64');
}

function nameOf(kind, id) {
  return `${kind.typeName} ${id}`;
}

function accountOf(kind, id, data) {
  const document = documentOf(kind, data);
  const name = nameOf(kind, id);
  const known = accounts.get(name);
  const print = printOf(document);
  if (known?.print === print) return known.account;
  known?.account.retire();
  const account = new Account({...document, id: id ? 'n8n:' + id : undefined});
  accounts.set(name, {account, print});
  return account;
}

// work(connection) with the connection of a credential. After a failure to open it the next one tries again.
async function withAccount(kind, {id = '', data = {}}, work) {
  const account = accountOf(kind, id, data);
  let isOpen = false;
  try {
    return await account.use((connection) => {
      isOpen = true;
      return work(connection);
    });
  } catch (error) {
    if (!isOpen && accounts.get(nameOf(kind, id))?.account === account) accounts.delete(nameOf(kind, id));
    throw error;
  }
}

// What a node connects with: {kind, credential}. chosen: the kind that its form says.
async function credentialOf(context, {kinds}, chosen, itemIndex) {
  const kind = kinds.find(({id}) => id === chosen) || kinds[0];
  if (kind.isEmpty) return {kind, credential: {}};
  const data = await context.getCredentials(kind.typeName, itemIndex);
  return {kind, credential: {id: context.getNode().credentials?.[kind.typeName]?.id || '', data}};
}

module.exports = {credentialOf, withAccount};
