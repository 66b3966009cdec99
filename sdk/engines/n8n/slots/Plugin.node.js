// SPDX-License-Identifier: Apache-2.0
// n8n reads from package.json which files have node types. Copies of this one stand in numbered
// folders; each is the plugin that the number falls to when n8n starts.
'use strict';

const path = require('path');
const {nodeAt} = require('../../../lib/slots.js');

exports.Plugin = class Plugin {
  constructor() {
    return nodeAt(Number(path.basename(__dirname)));
  }
};
