// SPDX-License-Identifier: Apache-2.0
// As Plugin.node.js, for the kinds of connections of all plugins.
'use strict';

const path = require('path');
const {credentialAt} = require('../../../lib/slots.js');

exports.Connection = class Connection {
  constructor() {
    return credentialAt(Number(path.basename(__dirname)));
  }
};
