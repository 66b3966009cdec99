// SPDX-License-Identifier: Apache-2.0
// Why a task has failed, as a Catch node gets it: msg.error with message and code, as Node-RED makes
// it, and msg.problem with all that helps to decide what to do.
'use strict';

function problemOf(error, manifest, language) {
  const {code = 'host.failed', status, retry = 'never', retryAfterMs, httpStatus, pointer, requestId} = error;
  const fields = error.fields || [];
  return {
    code, message: error.message, status, retry, retryAfterMs, httpStatus, pointer, fields, requestId,
    remedy: fields.find(({remedy}) => remedy)?.remedy || manifest?.remedy(code, language) || '',
    handles: error.details?.handles, report: error.details?.report,
  };
}

// What a node hands to done(): Node-RED logs it and makes msg.error of it. A stack would tell nobody
// anything.
class TaskFailure extends Error {
  constructor(problem) {
    const {message, remedy} = problem;
    super(message.includes(remedy) ? message : message + ' ' + remedy);
    delete this.stack;
    this.code = problem.code;
    this.problem = problem;
  }

  toString() {
    return this.message;
  }
}

module.exports = {TaskFailure, problemOf};
