// SPDX-License-Identifier: Apache-2.0
// The binary for this machine, and the program in which libraries are loaded for trial.
'use strict';

const path = require('path');

const platform = process.platform + '-' + process.arch;
const folder = path.join(__dirname, '..', 'prebuilt', platform);

function load() {
  try {
    return require(path.join(folder, 'task_plugins.node'));
  } catch (cause) {
    throw new Error('task-plugins cannot load its binary for ' + platform + ': ' + cause.message, {cause});
  }
}

module.exports = {NativeHost: load().NativeHost, trialProgram: path.join(folder, 'task-plugin-trial')};
