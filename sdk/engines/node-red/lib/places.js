// SPDX-License-Identifier: Apache-2.0
// Whether anything has changed in the directories of plugins: names, sizes and times of what lies in
// <id>/<version>. A real search tries every library out, and one that hangs takes its time each time.
'use strict';

const fs = require('fs/promises');
const path = require('path');

const LEVELS = 3;  // id, version, files

async function read(folder, level) {
  let entries;
  try {
    entries = await fs.readdir(folder, {withFileTypes: true});
  } catch (error) {
    return [folder + ' ' + error.code];
  }
  const parts = await Promise.all(entries.map(async (entry) => {
    const place = path.join(folder, entry.name);
    if (level < LEVELS && !entry.isFile()) return read(place, level + 1);
    const {size, mtimeMs} = await fs.stat(place).catch(() => ({}));
    return [place + ' ' + size + ' ' + mtimeMs];
  }));
  return parts.flat();
}

// A text that is another one after a change.
async function fingerprintOf(folders) {
  const parts = await Promise.all(folders.map((folder) => read(folder, 1)));
  return parts.flat().sort().join('\n');
}

module.exports = {fingerprintOf};
