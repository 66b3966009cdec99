// SPDX-License-Identifier: Apache-2.0
// One field of a form: a title and a typed input whose types follow from the field's schema.
import {t} from './server.js';

const ELSEWHERE = ['msg', 'flow', 'global', 'env', 'jsonata'];
const LITERALS = ['str', 'text', 'num', 'bool', 'json', 'choice', 'choices'];

export function formOf(property) {
  return property['x-tp'] || {};
}

function kindOf(property) {
  const kinds = [property.type].flat().filter((kind) => kind && kind !== 'null');
  return kinds[0] || 'any';
}

function choicesOf({enum: values, 'x-tp': form = {}}) {
  return values.filter((value) => value !== null)
    .map((value) => ({value: String(value), label: form.labels?.[value] || String(value)}));
}

function choice(property) {
  return {value: 'choice', label: t('type.choice'), icon: 'fa fa-list-ul', options: choicesOf(property)};
}

function several(items) {
  return {value: 'choices', label: t('type.choices'), icon: 'fa fa-list-ul', multiple: true, options: choicesOf(items)};
}

function yesOrNo() {
  const options = [{value: 'true', label: t('type.yes')}, {value: 'false', label: t('type.no')}];
  return {value: 'bool', label: t('type.bool'), icon: 'red/images/typedInput/bool.svg', options};
}

function number() {
  const validate = (value) => value === '' || !Number.isNaN(Number(value));
  return {value: 'num', label: t('type.number'), icon: 'red/images/typedInput/09.svg', validate};
}

// Opens a larger editor for texts of several lines.
function expand() {
  const input = this;
  RED.editor.editText({
    mode: 'ace/mode/text', value: input.value(), complete: (value) => input.value(value)});
}

function words(property, search) {
  const type = {value: 'str', label: t('type.text'), icon: 'red/images/typedInput/az.svg'};
  if (search) type.autoComplete = search;
  else if (['textarea', 'richText'].includes(formOf(property).widget)) type.expand = expand;
  return type;
}

function withSlots() {
  return {value: 'text', label: t('type.template'), icon: 'fa fa-pencil-square-o', expand};
}

// search(value, done): completions of a text, for fields whose choices an account knows.
export function typesOf(property, search) {
  const kind = kindOf(property);
  const {widget, expressions} = formOf(property);
  const more = expressions === 'never' ? [] : ELSEWHERE;
  if (widget === 'file') return more;
  if (property.enum) return [choice(property), ...more];
  if (property.items?.enum) return [several(property.items), ...more];
  if (kind === 'boolean') return [yesOrNo(), ...more];
  if (kind === 'object') return ['json', ...more];
  if (kind === 'array') return [words(property, search), ...more, 'json'];
  if ((kind === 'integer' || kind === 'number') && !search) return [number(), ...more];
  if (kind === 'any' && !search) return [words(property), withSlots(), number(), yesOrNo(), 'json', ...more];
  return [words(property, search), ...(more.length > 0 ? [withSlots(), ...more] : [])];
}

function placeholderOf(property) {
  const example = formOf(property).placeholder ?? property.examples?.[0];
  return example === undefined || typeof example === 'object' ? '' : String(example);
}

let lastId = 0;

// The title of a field, with what its description says. needed: why it has to be filled, or nothing.
export function titleOf(property, name, id, needed) {
  const {unit} = formOf(property);
  const words = [property.title || name, ...(unit ? ['(' + unit + ')'] : [])];
  const title = $('<div class="tp-title">');
  $('<label class="tp-label">').attr('for', id).text(words.join(' ')).appendTo(title);
  if (needed) $('<span class="tp-needed" aria-hidden="true">').text(' *').attr('title', needed).appendTo(title);
  if (property.description) {
    const info = $('<i class="fa fa-info-circle" role="img">').attr('aria-label', property.description).appendTo(title);
    RED.popover.tooltip(info, () => $('<div class="tp-tip">').text(property.description));
  }
  return title;
}

// What there is to choose shows as soon as somebody clicks into the field.
function offerChoices(inner, search) {
  inner.on('click', () => inner.trigger($.Event('keyup', {keyCode: 40})));
  inner.on('blur', search.cancel);
  inner.on('keydown', (event) => { if (['Enter', 'Tab', 'Escape'].includes(event.key)) search.cancel(); });
}

// A typed input in `place`; gives {read(), type(), destroy()}.
export function typedInput(place, id, property, {field, search, changed}) {
  const input = $('<input type="text">').attr('id', id).appendTo(place);
  const types = typesOf(property, search);
  const first = typeof types[0] === 'string' ? types[0] : types[0].value;
  input.typedInput({types, default: field?.type || first});
  if (field) {
    input.typedInput('type', field.type);
    input.typedInput('value', String(field.value));
  } else if (property.default !== undefined && typeof property.default !== 'object') {
    input.typedInput('value', String(property.default));
  }
  const inner = place.find('.red-ui-typedInput-input').attr('aria-label', property.title || id);
  const title = property.title || id;
  place.find('.red-ui-typedInput-type-select').attr('aria-label', t('form.typeOf', {title}));
  place.find('.red-ui-typedInput-option-trigger').attr('aria-label', t('form.valueOf', {title}));
  place.find('.red-ui-typedInput-option-expand').attr('aria-label', t('form.expand', {title}));
  const hint = () => {
    inner.attr('placeholder', LITERALS.includes(input.typedInput('type')) ? placeholderOf(property) : '');
  };
  hint();
  input.on('change', () => { hint(); changed(); });
  // The list of choices tells nobody when the Enter key takes one.
  inner.on('blur', changed).on('keyup', (event) => { if (event.key === 'Enter') changed(); });
  if (search) offerChoices(inner, search);
  return {read: () => ({type: input.typedInput('type'), value: input.typedInput('value')})};
}

export function newId() {
  lastId += 1;
  return 'tp-field-' + lastId;
}

// A row of the form. remove: what the minus does; without it there is none.
export function row(property, name, {needed, remove, ...options}) {
  const id = newId();
  const element = $('<div class="form-row tp-row">').attr('data-field', name);
  titleOf(property, name, id, needed).appendTo(element);
  const place = $('<div class="tp-value">').appendTo(element);
  if (remove) minus(property.title || name, remove).appendTo(element);
  // The typed input measures itself, so it has to be in the page.
  return {element, name, property, fill: () => typedInput(place, id, property, options)};
}

export function minus(title, remove) {
  const label = t('form.remove', {title});
  return $('<button type="button" class="red-ui-button red-ui-button-small tp-remove"><i class="fa fa-minus"></i></button>')
    .attr({'title': label, 'aria-label': label}).on('click', remove);
}

// The value as far as it is known before the flow runs.
export function literal({type, value}) {
  if (type === 'num') return value === '' ? undefined : Number(value);
  if (type === 'bool') return value === 'true';
  return (type === 'str' || type === 'choice') && value !== '' ? value : undefined;
}
