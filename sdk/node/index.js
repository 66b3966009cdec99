// SPDX-License-Identifier: Apache-2.0
// Task plugins in Node.js; index.d.ts tells what each thing is for.
'use strict';

const {BlobFile} = require('./lib/blobs.js');
const {TaskPluginError} = require('./lib/error.js');
const {Host} = require('./lib/host.js');
const {parseJson, stringifyJson} = require('./lib/json.js');

module.exports = {
  openHost: (options) => new Host(options),
  blobFromFile: (path) => new BlobFile(String(path)),
  TaskPluginError,
  parseJson,
  stringifyJson,
};
