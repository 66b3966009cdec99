// SPDX-License-Identifier: Apache-2.0
// The sign-in of a person in a browser. The editor asks for the address to open; the service sends
// the browser back to /task-plugins/callback, which no token of Node-RED's comes with: the state,
// which only this process and that browser know, is what counts.
'use strict';

const {randomBytes} = require('crypto');
const {escapeHtml} = require('./html.js');

const TOPIC = 'task-plugins/sign-in';
const GOOD_FOR_MS = 10 * 60 * 1000;

function random() {
  return randomBytes(32).toString('base64url');
}

function page(RED, language, ok, text) {
  const title = RED._('task-plugins.signIn.' + (ok ? 'done' : 'failed'), {lng: language});
  return `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 sans-serif;margin:10vh auto;max-width:32em;padding:0 1em;overflow-wrap:anywhere}</style></head>
<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p><p>${escapeHtml(RED._('task-plugins.signIn.close', {lng: language}))}</p>
</body></html>`;
}

function addSignIn(RED, desk, route) {
  const waiting = new Map();  // state -> {connection, request, language}

  route('post', 'sign-in', 'flows.write', async ({body}) => {
    const {connection, language, callback} = body;
    const opened = await desk.connect(connection, language);
    const redirectUri = connection.credentials?.redirect_uri || callback;
    const request = {redirectUri, state: random(), codeVerifier: random()};
    const {authorizationUrl} = await opened.beginSignIn(request);
    waiting.set(request.state, {id: connection.id, opened, request, language});
    setTimeout(() => waiting.delete(request.state), GOOD_FOR_MS).unref();
    return {authorizationUrl, redirectUri};
  });

  async function finish({opened, request}, {code, error, error_description: more, language}) {
    if (error === 'access_denied') return {ok: false, text: RED._('task-plugins.signIn.denied', {lng: language})};
    if (!code) return {ok: false, text: [error, more].filter(Boolean).join(': ').slice(0, 300)};
    try {
      const {scope} = await opened.finishSignIn({...request, code: String(code)});
      return {ok: true, text: RED._('task-plugins.signIn.scope', {scope, lng: language})};
    } catch (failure) {
      return {ok: false, text: failure.message};
    }
  }

  RED.httpAdmin.get('/task-plugins/callback', async ({query}, response) => {
    response.set({'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store'});
    const begun = waiting.get(String(query.state));
    if (!begun) {
      response.status(403).send(page(RED, 'en', false, RED._('task-plugins.signIn.unknown')));
      return;
    }
    waiting.delete(begun.request.state);
    const {ok, text} = await finish(begun, {...query, language: begun.language});
    RED.comms.publish(TOPIC, {id: begun.id, ok, text});
    response.status(ok ? 200 : 400).send(page(RED, begun.language, ok, text));
  });
}

module.exports = {addSignIn};
