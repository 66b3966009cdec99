// SPDX-License-Identifier: Apache-2.0
// The form of a task: what is required first, and whatever else somebody adds and takes away again.
//
// Rows are of three sorts: a field; an entry of a field that holds names and values, such as the
// custom fields of an account; and an item of a field that holds a list of objects.
import {entriesOf, searchIn} from './choices.js';
import {formOf, literal, minus, newId, row, typedInput} from './field.js';
import {byOrder, fillMenu, hasEntries, hasItems} from './menu.js';
import {connectionOf, t} from './server.js';

export class TaskForm {
  #task;
  #plugin;
  #place;
  #rows = [];  // {element, name, read(fields), input?, isWhole?, key?, as?, isKnown?}
  #known = {};  // field -> {as?, properties} that the account has
  #asked = {};  // field -> what its entries depend on
  #notice;
  #add;
  #timer;

  constructor(place, task, plugin, fields) {
    this.#task = task;
    this.#plugin = plugin;
    this.#notice = $('<div class="tp-notice" role="status">').appendTo(place);
    this.#place = $('<div class="tp-rows">').appendTo(place);
    const line = $('<div class="form-row">').appendTo(place);
    this.#add = $('<select class="tp-add">').attr('aria-label', t('form.add')).appendTo(line);
    this.#add.on('change', () => this.#chosen());
    for (const name of this.#shownFirst(fields)) this.#addField(name, fields[name]);
    for (const name of Object.keys(fields)) if (!this.#has(name)) this.#addField(name, fields[name]);
    this.#complete();
    $('#node-input-connection').on('change', () => this.#refresh());
    this.#refresh();
  }

  get #properties() {
    return this.#task.input.properties || {};
  }

  // Required ones, and of those of which one has to be there the first.
  #shownFirst(fields) {
    const {required = [], 'x-tp': {oneRequired = []} = {}} = this.#task.input;
    const either = oneRequired.length === 0 ? [] : oneRequired.filter((name) => fields[name]);
    const wanted = new Set([...required, ...(either.length > 0 ? either : oneRequired.slice(0, 1))]);
    return byOrder(this.#properties).map(([name]) => name).filter((name) => wanted.has(name));
  }

  #isRequired(name) {
    return (this.#task.input.required || []).includes(name);
  }

  // Why a field has to be filled; '' where it need not.
  #need(name) {
    if (this.#isRequired(name)) return t('form.needed');
    const either = this.#task.input['x-tp']?.oneRequired || [];
    if (!either.includes(name)) return '';
    return t('form.oneOf', {titles: either.map((one) => this.#properties[one]?.title || one).join(', ')});
  }

  #has(name) {
    return this.#rows.some((one) => one.name === name);
  }

  #complain(text) {
    this.#notice.text(text);
  }

  // What the runtime needs to know to answer for this form.
  #question() {
    return {
      connection: connectionOf($('#node-input-connection').val(), this.#plugin.id), task: this.#task.id,
      input: this.#literals()};
  }

  #literals() {
    const made = {};
    for (const [name, field] of Object.entries(this.read())) {
      const {as, entries} = field;
      if (as) made[name] = entries.map((entry) => ({[as[0]]: entry.name}));
      else if (literal(field) !== undefined) made[name] = literal(field);
    }
    return made;
  }

  #inputOptions(property, field) {
    const from = formOf(property).optionsFrom;
    const isList = [property.type].flat().includes('array');
    return {
      field, changed: () => this.#changed(),
      search: from && searchIn(from.source, isList, () => this.#question(), (text) => this.#complain(text)),
    };
  }

  #insert(made, read) {
    made.element.appendTo(this.#place);
    const entry = {...made, read};
    this.#rows.push(entry);
    return entry;
  }

  #remove(entry) {
    entry.element.remove();
    this.#rows = this.#rows.filter((one) => one !== entry);
    this.#complete();
    this.#changed();
  }

  // As the flow has it, or new when `field` is not there.
  #addField(name, field) {
    const property = this.#properties[name] || {title: name};
    if (field?.type === 'entries') return field.entries.map((entry) => this.#addEntry(name, entry, field.as));
    if (field?.type === 'items') return field.items.map((item) => this.#addItem(name, item));
    if (!field && hasItems(property)) return [this.#addItem(name, {})];
    if (!field && hasEntries(property) && formOf(property).widget === 'keyValue') return [this.#addFree(name, {})];
    return [this.#addSimple(name, property, field)];
  }

  #addSimple(name, property, field) {
    let entry;
    const made = row(property, name, {
      needed: this.#need(name), remove: this.#isRequired(name) ? undefined : () => this.#remove(entry),
      ...this.#inputOptions(property, field)});
    entry = this.#insert(made, (fields) => { fields[name] = entry.input.read(); });
    Object.assign(entry, {isWhole: true, input: made.fill()});
    return entry;
  }

  #addEntry(name, {name: key, ...field}, as) {
    const property = this.#known[name]?.properties[key];
    if (!property && !this.#isAwaited(name)) return this.#addFree(name, {key, field}, as);
    const shown = property || {title: key};
    let entry;
    const made = row(shown, name, {
      remove: () => this.#remove(entry), ...this.#inputOptions(shown, field.type ? field : undefined)});
    made.element.attr('data-entry', key);
    entry = this.#insert(made, (fields) => this.#putEntry(fields, name, key, entry.input.read(), as));
    Object.assign(entry, {key, as, field, isKnown: Boolean(property)});
    entry.input = made.fill();
    return entry;
  }

  // The account may still tell what there is.
  #isAwaited(name) {
    return Boolean(formOf(this.#properties[name] || {}).schemaFrom);
  }

  // An entry whose name somebody types.
  #addFree(name, {key = '', field}, as) {
    const property = this.#properties[name] || {title: name};
    const id = newId();
    const element = $('<div class="form-row tp-row">').attr('data-field', name);
    const label = t('form.nameOf', {title: property.title || name});
    const naming = $('<input type="text">').attr({id, 'placeholder': label, 'aria-label': label}).val(key);
    $('<div class="tp-title">').append(naming.css('width', '100%')).appendTo(element);
    const place = $('<div class="tp-value">').appendTo(element);
    const value = {title: t('form.valueOf', {title: property.title || name})};
    let entry;
    minus(property.title || name, () => this.#remove(entry)).appendTo(element);
    entry = this.#insert({element, name}, (fields) => {
      if (naming.val()) this.#putEntry(fields, name, naming.val(), entry.input.read(), as);
    });
    Object.assign(entry, {as});
    entry.input = typedInput(place, newId(), value, this.#inputOptions(value, field));
    naming.on('change', () => this.#changed());
    return entry;
  }

  #putEntry(fields, name, key, field, as = this.#known[name]?.as) {
    const list = this.#properties[name]?.type === 'array';
    fields[name] ??= {type: 'entries', ...(as || list ? {as: as || ['field', 'value']} : {}), entries: []};
    fields[name].entries.push({name: key, ...field});
  }

  // One object of a list, with all its members.
  #addItem(name, item) {
    const property = this.#properties[name];
    const {properties, required = []} = property.items;
    const element = $('<div class="tp-item">').attr('data-field', name);
    let entry;
    const inputs = {};
    $('<div class="tp-head">').append($('<strong>').text(property.title || name))
      .append(minus(property.title || name, () => this.#remove(entry))).appendTo(element);
    entry = this.#insert({element, name}, (fields) => {
      const read = Object.entries(inputs).map(([member, input]) => [member, input.read()]);
      fields[name] ??= {type: 'items', items: []};
      fields[name].items.push(Object.fromEntries(read.filter(([, {value}]) => value !== '')));
    });
    for (const [member, schema] of byOrder(properties)) {
      // Bytes come with the message.
      const shown = formOf(property).widget === 'file' && required.includes(member)
        ? {...schema, 'x-tp': {...schema['x-tp'], widget: 'file'}} : schema;
      const made = row(shown, member, {needed: required.includes(member) && t('form.needed'), ...this.#inputOptions(shown, item[member])});
      made.element.appendTo(element);
      inputs[member] = made.fill();
    }
    return entry;
  }

  // The fields as the flow keeps them.
  read() {
    const fields = {};
    for (const one of this.#rows) one.read(fields);
    return fields;
  }

  // The menu of what may be added still.
  #complete() {
    fillMenu(this.#add, this.#properties, this.#rows, this.#known);
  }

  #chosen() {
    if (!this.#add.val()) return;
    const {name, key, sort} = JSON.parse(this.#add.val());
    let added;
    if (sort === 'entry') added = this.#addEntry(name, {name: key}, this.#known[name]?.as);
    else if (sort === 'free') added = this.#addFree(name, {}, this.#known[name]?.as);
    else if (sort === 'whole') added = this.#addSimple(name, this.#properties[name]);
    else [added] = this.#addField(name);
    this.#complete();
    this.#changed();
    added.element.find('input:visible').first().trigger('focus');
  }

  // Asks the account anew where the answer may have changed.
  #changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), 300);
  }

  async #refresh() {
    for (const [name, property] of Object.entries(this.#properties)) {
      if (!formOf(property).schemaFrom) continue;
      const {connection, input} = this.#question();
      const needs = (formOf(property).schemaFrom.dependsOn || []).map((pointer) => input[pointer.slice(1)]);
      const asked = JSON.stringify([connection, needs]);
      if (this.#asked[name] === asked) continue;
      this.#asked[name] = asked;
      await this.#ask(name, property, asked);
    }
  }

  async #ask(name, property, asked) {
    try {
      const known = await entriesOf(property, () => this.#question());
      if (this.#asked[name] !== asked) return;
      this.#known[name] = known;
      this.#complain('');
    } catch (error) {
      this.#complain(error.message);
    }
    this.#redrawEntries(name);
    this.#complete();
  }

  // Entries of which only the name was known get the title and the inputs that the account tells.
  #redrawEntries(name) {
    const stale = this.#rows.filter((one) => one.name === name && one.key && !one.isKnown);
    for (const old of stale) {
      if (!this.#known[name]?.properties[old.key]) continue;
      const made = this.#addEntry(name, {name: old.key, ...old.input.read()}, old.as);
      old.element.replaceWith(made.element);
      const at = this.#rows.indexOf(old);
      this.#rows.splice(this.#rows.indexOf(made), 1);
      this.#rows[at] = made;
    }
  }
}

// Whether Node-RED may run it: what is required has a value.
export function isComplete(task, fields) {
  const {required = [], 'x-tp': {oneRequired = []} = {}} = task.input;
  const filled = (name) => fields[name] && fields[name].value !== '';
  return required.every(filled) && (oneRequired.length === 0 || oneRequired.some(filled));
}
