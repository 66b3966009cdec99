// SPDX-License-Identifier: Apache-2.0
// The hosts that plugins are loaded by: one for the flows, and for the editor one for each language,
// since a plugin speaks one. They share the folder of tokens, so that one renews for all.
'use strict';

const fs = require('fs');
const path = require('path');
const {openHost} = require('task-plugins');

// The levels of a plugin's log, as Node-RED has them. One line a task would be much of "info".
const LEVELS = {
  'trace': 'trace', 'debug': 'debug', 'info': 'debug', 'warn': 'warn', 'error': 'error', 'plugin-bug': 'error',
  'host-bug': 'error'};

// "fr" for "fr_FR.UTF-8".
function languageOf(name) {
  return /^[a-z]{2,3}(?![a-z])/i.exec(name || '')?.[0].toLowerCase() || 'en';
}

class Hosts {
  #RED;
  #hosts = new Map();

  constructor(RED) {
    this.#RED = RED;
    const {LC_ALL, LC_MESSAGES, LANG} = process.env;
    this.language = languageOf(RED.settings.lang || LC_ALL || LC_MESSAGES || LANG);
    this.settings = RED.settings.taskPlugins || {};
    this.folder = path.join(RED.settings.userDir, 'task-plugins');
    fs.mkdirSync(this.folder, {recursive: true, mode: 0o700});
  }

  // For flows, in the language of the server.
  get running() {
    return this.#hostOf('running', this.language);
  }

  // For the editor, in the language of the person.
  editing(language) {
    return this.#hostOf('editing ' + languageOf(language), languageOf(language));
  }

  #hostOf(name, language) {
    if (!this.#hosts.has(name)) this.#hosts.set(name, this.#open(language));
    return this.#hosts.get(name);
  }

  #open(language) {
    const {directories, search, policy, prereleases, logLevel = 'warn'} = this.settings;
    return openHost({
      name: 'node-red', version: this.#RED.version(), directories, search, prereleases, logLevel,
      policy: {locale: language, ...policy},
      tokens: {folder: path.join(this.folder, 'tokens')},
      log: ({level, message, fields}) => {
        const more = Object.keys(fields).length > 0 ? ' ' + JSON.stringify(fields) : '';
        this.#RED.log[LEVELS[level]]('[task-plugins] ' + message + more);
      },
    });
  }
}

module.exports = {Hosts, languageOf};
