// SPDX-License-Identifier: Apache-2.0
// A failure of a task as a Catch node gets it: msg.error with message and code, as Node-RED makes it.
// Beside it stands msg.problem.
'use strict';

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

module.exports = {TaskFailure};
