// SPDX-License-Identifier: Apache-2.0
// Why an item has failed, as n8n shows it: a sentence, what to do, and whether to run it again.
'use strict';

const {NodeApiError, NodeOperationError} = require('n8n-workflow');
const {problemOf} = require('./problem.js');

const RETRY = {
  never: 'Running it again would fail in the same way.',
  safe: 'Nothing has happened: it may be run again.',
  if_idempotent: 'It may have happened: it may be run again, since it is known by its key.',
  unknown_outcome: 'It may have happened, and running it again may make it happen twice: look first.',
};

function describe({message, remedy, retry, retryAfterMs}, error) {
  const wait = retryAfterMs > 0 ? `Wait ${Math.ceil(retryAfterMs / 1000)} s.` : '';
  const known = error.code ? RETRY[retry] : '';
  return [message.includes(remedy) ? '' : remedy, known, wait].filter(Boolean).join(' ');
}

// What n8n keeps of a problem; undefined members are left out.
function kept(problem) {
  return JSON.parse(JSON.stringify(problem, (key, value) => (typeof value === 'bigint' ? String(value) : value)));
}

function failureOf(context, plugin, error, itemIndex) {
  const problem = problemOf(error, plugin.manifest, 'en');
  const options = {message: problem.message, description: describe(problem, error), itemIndex};
  const node = context.getNode();
  const failure = problem.httpStatus === undefined
    ? new NodeOperationError(node, problem.message, options)
    : new NodeApiError(node, {message: problem.message}, {...options, httpCode: String(problem.httpStatus)});
  failure.code = problem.code;
  failure.context.data = kept(problem);
  return failure;
}

module.exports = {failureOf};
