// SPDX-License-Identifier: Apache-2.0
// A program that prints which plugins there are, for a caller that cannot wait for promises.
'use strict';

const {openHost} = require('task-plugins');

async function main() {
  const host = openHost({name: 'n8n'});
  try {
    const plugins = await host.listPlugins();
    const places = (await host.listPlaces()).map(({path}) => path);
    process.stdout.write(JSON.stringify({plugins, places}));
  } finally {
    await host.close();
  }
}

main().catch((error) => {
  process.stderr.write(error.message + '\n');
  process.exitCode = 1;
});
