// SPDX-License-Identifier: Apache-2.0
// Bytes in an input: each gets a handle, which the plugin reads by, until the task has ended.
'use strict';

const {randomUUID} = require('crypto');
const {TaskPluginError, callNative} = require('./error.js');

const MOST_LEVELS = 64;

// A file in the place of its bytes; it is read only when the plugin asks for it.
class BlobFile {
  constructor(path) {
    this.path = path;
  }
}

// Inputs come from several people, and none may name the file of another's task.
function newHandle() {
  return 'blob:' + randomUUID();
}

// The members of an input that list files, by the task's schema.
function fileLists(schema) {
  return Object.entries(schema.properties || {})
    .filter(([, property]) => property['x-tp']?.widget === 'file' && property.type === 'array')
    .map(([name]) => name);
}

class BlobScope {
  #native;
  #handles = [];

  constructor(native) {
    this.#native = native;
  }

  #add(value) {
    const handle = newHandle();
    if (value instanceof BlobFile) callNative(() => this.#native.addFile(handle, value.path));
    else this.#native.addBytes(handle, value);
    this.#handles.push(handle);
    return handle;
  }

  // The value with handles in the place of bytes and files; the same one when there are none.
  place(value, level = 0) {
    if (value instanceof Uint8Array || value instanceof BlobFile) return this.#add(value);
    if (typeof value !== 'object' || value === null || typeof value.toJSON === 'function') return value;
    if (level > MOST_LEVELS) throw new TypeError('The input has more than ' + MOST_LEVELS + ' levels.');
    let copy;
    for (const [name, member] of Object.entries(value)) {
      const placed = this.place(member, level + 1);
      if (placed === member) continue;
      copy ??= Array.isArray(value) ? [...value] : {...value};
      copy[name] = placed;
    }
    return copy ?? value;
  }

  // Lets the program open what the input names in its lists of files.
  async open(input, schema, openBlob) {
    let copy = input;
    for (const list of fileLists(schema)) {
      const items = input[list];
      if (!Array.isArray(items)) continue;
      const opened = await Promise.all(items.map(async (item, index) => {
        if (typeof item?.blob !== 'string') return item;
        return {...item, blob: await this.#opened(item.blob, '/' + list + '/' + index + '/blob', openBlob)};
      }));
      copy = {...copy, [list]: opened};
    }
    return copy;
  }

  async #opened(name, pointer, openBlob) {
    try {
      const value = await openBlob(name);
      if (value instanceof Uint8Array || value instanceof BlobFile) return value;
      throw new TypeError('openBlob() gave neither bytes nor a file.');
    } catch (cause) {
      const message = 'The file "' + name + '" cannot be opened: ' + cause.message;
      const fields = [{pointer, code: 'unknown_blob', message}];
      throw new TaskPluginError(
        {status: 'not_found', code: 'host.blob', message, details: JSON.stringify({fields})}, {cause});
    }
  }

  // What the plugin has opened stays open for it.
  release() {
    this.#handles.forEach((handle) => this.#native.removeBlob(handle));
  }
}

module.exports = {BlobFile, BlobScope};
