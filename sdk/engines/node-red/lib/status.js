// SPDX-License-Identifier: Apache-2.0
// What stands under a node in the editor: how many tasks run, how the last one ended. Thousands of
// tasks a second must not become thousands of messages to every browser.
'use strict';

const PAUSE_MS = 200;
const LONG_MS = 3000;
const LONGEST_TEXT = 60;

function short(text) {
  return text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT - 1) + '…' : text;
}

class Status {
  #RED;
  #node;
  #started = new Set();  // times at which what runs was started
  #last;
  #timer;
  #pending = false;

  constructor(RED, node) {
    this.#RED = RED;
    this.#node = node;
  }

  // Of what begins now: end({ok, text()}), and progress(done, total) for many at once.
  begin() {
    const run = {since: Date.now()};
    this.#started.add(run);
    this.#show();
    return {
      progress: (done, total) => {
        Object.assign(run, {done, total});
        this.#show();
      },
      end: (last) => {
        this.#started.delete(run);
        this.#last = last;
        this.#show();
      },
    };
  }

  fail(text) {
    this.#last = {ok: false, text: () => text};
    this.#show();
  }

  // Node-RED would keep showing the last one.
  stop() {
    clearTimeout(this.#timer);
    this.#node.status({});
  }

  #show() {
    this.#pending = true;
    if (this.#timer) return;
    this.#tell();
    this.#timer = setTimeout(() => this.#again(), PAUSE_MS);
    this.#timer.unref();
  }

  // Also while nothing changes: something that runs becomes something that waits.
  #again() {
    this.#timer = undefined;
    if (this.#pending) this.#show();
    else if (this.#started.size > 0) {
      this.#timer = setTimeout(() => { this.#timer = undefined; this.#show(); }, 1000 - PAUSE_MS);
      this.#timer.unref();
    }
  }

  // The text, and whether something takes its time.
  #running() {
    const count = this.#started.size;
    const [{since, done, total}] = this.#started;
    const seconds = Math.floor((Date.now() - since) / 1000);
    if (count === 1 && total > 0) return [this.#RED._('task-plugins.status.progress', {done, total}), false];
    const isWaiting = seconds * 1000 >= LONG_MS;
    return [this.#RED._('task-plugins.status.' + (isWaiting ? 'waiting' : 'running'), {count, seconds}), isWaiting];
  }

  #tell() {
    this.#pending = false;
    if (this.#started.size > 0) {
      const [text, isWaiting] = this.#running();
      this.#node.status({fill: isWaiting ? 'yellow' : 'blue', shape: isWaiting ? 'ring' : 'dot', text});
    } else if (this.#last) {
      const {ok, text} = this.#last;
      this.#node.status({fill: ok ? 'green' : 'red', shape: ok ? 'dot' : 'ring', text: short(text())});
    }
  }
}

module.exports = {Status};
