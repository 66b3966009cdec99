// SPDX-License-Identifier: Apache-2.0
// What the scripts for Node.js share: the plugin through the addon, and the sandbox through Node's
// own https.
'use strict';

const fs = require('fs');
const https = require('https');

const [addonFile, library, url, caFile] = process.argv.slice(-4);
const addon = require(addonFile);
const token = 'sandbox-access-token';
const ca = fs.readFileSync(caFile);

// A guest with one connection to the sandbox's account, under this policy of the host.
function open(policy) {
  return addon.open(
    library, JSON.stringify(policy), 'oauth_access_token',
    JSON.stringify({subdomain: 'acme', base_url: url}), JSON.stringify({access_token: token}));
}

function ticket(subject) {
  return JSON.stringify({subject, comment_body: 'From Node.js ' + process.version + '.'});
}

// One request to the sandbox over Node's own TLS: {status, body}, with body parsed.
function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = {Authorization: 'Bearer ' + token, 'Content-Type': 'application/json'};
    const request = https.request(url + path, {method, headers, ca, agent: false}, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => resolve({status: answer.statusCode, body: JSON.parse(text)}));
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

module.exports = {addon, open, ticket, ask, caFile, places: [addonFile, library, url, caFile]};
