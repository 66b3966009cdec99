// SPDX-License-Identifier: Apache-2.0
// Why a task has failed, with all that helps to decide what to do.
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

module.exports = {problemOf};
