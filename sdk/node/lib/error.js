// SPDX-License-Identifier: Apache-2.0
// Why something has failed, and whether it may be tried again.
'use strict';

const {parseJson} = require('./json.js');

function parsed(text, otherwise) {
  return text ? parseJson(text) : otherwise;
}

class TaskPluginError extends Error {
  // result: what the native part tells. Members that do not apply are undefined.
  constructor(result, options) {
    super(result.message || result.status, options);
    const details = parsed(result.details, {});
    const fields = Array.isArray(details.fields) ? details.fields : [];
    this.code = result.code;
    this.status = result.status;
    this.retry = result.retry || 'never';
    this.retryAfterMs = result.retryAfterMs >= 0 ? result.retryAfterMs : undefined;
    this.httpStatus = result.httpStatus || undefined;
    this.pointer = fields.length > 0 ? fields[0].pointer : undefined;
    this.fields = fields;
    this.requestId = details.requestId;
    this.details = details;
    this.warnings = parsed(result.warnings, []);
  }
}
Object.defineProperty(TaskPluginError.prototype, 'name', {value: 'TaskPluginError', configurable: true, writable: true});

// Calls the native part, which throws results.
function callNative(body) {
  try {
    return body();
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new TaskPluginError(thrown);
  }
}

// What an abort has stopped before anything was sent.
function abortedBefore(signal) {
  return new TaskPluginError(
    {status: 'cancelled', code: 'host.cancelled', message: 'Aborted before anything was sent.', retry: 'safe'},
    {cause: signal.reason});
}

module.exports = {TaskPluginError, callNative, abortedBefore};
