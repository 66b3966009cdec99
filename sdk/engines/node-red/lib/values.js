// SPDX-License-Identifier: Apache-2.0
// From the fields of a node and a message to the input of a task. A field is {type, value} with a
// type of Node-RED's typed input or one of ours:
//   choice, choices   of an enum; several are separated by commas
//   text              text in which {{payload.name}} stands for a value of the message
//   entries           {entries: [{name, type, value}], as?}: an object, or with as: [name, value] a
//                     list of objects with these two members
//   items             {items: [{member: {type, value}}]}: a list of objects
'use strict';

const {escapeHtml} = require('./html.js');

const SLOT = /\{\{\s*([^{}]+?)\s*\}\}/g;

// Digits that a number would round stay exact.
function numberOf(text) {
  const trimmed = String(text).trim();
  if (!/^-?\d+$/.test(trimmed)) return trimmed === '' || Number.isNaN(Number(trimmed)) ? text : Number(trimmed);
  const number = Number(trimmed);
  return Number.isSafeInteger(number) ? number : BigInt(trimmed);
}

function someText(value) {
  return value === '' ? undefined : value;
}

function isList(property) {
  return [property?.type].flat().includes('array');
}

// As people write a list; one in quotes or brackets is the plugin's to read.
function listOf(text) {
  if (/["“«[]/.test(text)) return text;
  const items = text.split(',').map((item) => item.trim()).filter(Boolean);
  return items.length > 0 ? items : undefined;
}

// What people have at hand as a file: bytes, or what a form in a browser has uploaded.
function fileOf(value) {
  if (value instanceof Uint8Array) return {blob: value};
  if (value?.buffer instanceof Uint8Array) {
    return {blob: value.buffer, file_name: value.originalname, content_type: value.mimetype};
  }
  return value;
}

function filesOf(value) {
  if (value === undefined || value === null || typeof value === 'string') return value;
  return (Array.isArray(value) ? value : [value]).map(fileOf);
}

class Values {
  #RED;
  #node;
  #schema;
  #expressions = new Map();

  // schema() gives the task's, which may change while the node lives.
  constructor(RED, node, schema) {
    this.#RED = RED;
    this.#node = node;
    this.#schema = schema;
  }

  // The input for one message. What has no value is left out.
  async input(fields, msg) {
    const made = {};
    const {properties = {}} = this.#schema() || {};
    for (const [name, field] of Object.entries(fields)) {
      const value = await this.#field(field, msg, properties[name]);
      if (value === undefined) continue;
      made[name] = properties[name]?.['x-tp']?.widget === 'file' ? filesOf(value) : value;
    }
    return made;
  }

  async #field(field, msg, property) {
    if (field.type === 'entries') return this.#entries(field, msg);
    if (field.type === 'items') return Promise.all(field.items.map((item) => this.#members(item, msg)));
    return this.value(field, msg, property);
  }

  async #entries({entries, as}, msg) {
    const values = [];
    for (const {name, ...field} of entries) {
      const value = await this.value(field, msg);
      if (value !== undefined) values.push([name, value]);
    }
    if (!as) return Object.fromEntries(values);
    return values.map(([name, value]) => ({[as[0]]: name, [as[1]]: value}));
  }

  async #members(item, msg) {
    const made = {};
    for (const [name, field] of Object.entries(item)) {
      const value = await this.value(field, msg);
      if (value !== undefined && value !== '') made[name] = value;
    }
    return made;
  }

  // A promise only where Node-RED answers later.
  value({type, value}, msg, property) {
    switch (type) {
      case 'msg': return this.#RED.util.getMessageProperty(msg, value);
      case 'str': return isList(property) ? listOf(value) : someText(value);
      case 'choice': return someText(value);
      case 'choices': return value === '' ? [] : value.split(',');
      case 'text': return this.#text(value, msg, property);
      case 'num': return value === '' ? undefined : numberOf(value);
      case 'bool': return value === 'true' || value === true;
      case 'json': return JSON.parse(value);
      case 'env': return this.#RED.util.evaluateNodeProperty(value, 'env', this.#node, msg);
      case 'jsonata': return this.#jsonata(value, msg);
      default: return this.#later((done) => this.#RED.util.evaluateNodeProperty(value, type, this.#node, msg, done));
    }
  }

  #text(text, msg, property) {
    const escape = property?.['x-tp']?.language === 'html' ? escapeHtml : (value) => value;
    return text.replace(SLOT, (whole, path) => {
      const value = this.#RED.util.getMessageProperty(msg, path);
      if (value === undefined || value === null) return '';
      return escape(typeof value === 'object' ? JSON.stringify(value) : String(value));
    });
  }

  #jsonata(text, msg) {
    if (!this.#expressions.has(text)) {
      this.#expressions.set(text, this.#RED.util.prepareJSONataExpression(text, this.#node));
    }
    return this.#later((done) =>
      this.#RED.util.evaluateJSONataExpression(this.#expressions.get(text), msg, done));
  }

  #later(ask) {
    return new Promise((resolve, reject) => {
      ask((error, value) => (error ? reject(error) : resolve(value)));
    });
  }
}

module.exports = {Values};
