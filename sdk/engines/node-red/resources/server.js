// SPDX-License-Identifier: Apache-2.0
// What the runtime is asked for, and texts of this package.

const NAMESPACE = 'node-red-contrib-task-plugins/task-plugins:task-plugins.';

export function t(key, words) {
  return RED._(NAMESPACE + key, words);
}

export const language = RED.i18n.lang();

// The types have to be there before the editor draws its flows, so it waits for this one.
export function catalogue() {
  const {status, responseJSON} = $.ajax({url: 'task-plugins/catalogue', data: {language}, async: false, cache: false});
  if (status !== 200 || responseJSON.problem) throw new Error(responseJSON?.problem?.message || 'HTTP ' + status);
  return responseJSON;
}

// Throws what the runtime says that went wrong.
export async function ask(place, question) {
  const answer = await $.ajax({
    url: 'task-plugins/' + place, method: 'POST', contentType: 'application/json',
    data: JSON.stringify({...question, language}),
  });
  if (!answer.problem) return answer;
  const {message, remedy} = answer.problem;
  throw Object.assign(new Error([message, remedy].filter(Boolean).join(' ')), {problem: answer.problem});
}

// A connection as the runtime takes it, with what was typed and is not deployed yet.
export function connectionOf(id, plugin) {
  const node = RED.nodes.node(id);
  if (!node) return undefined;
  const {kind, settings, credentials} = node;
  return {id, plugin, kind, settings, credentials: credentials || {}};
}
