// SPDX-License-Identifier: Apache-2.0
// The form of a connection: how to connect, the settings and credentials of that kind, the guide, and
// the test. Node-RED itself fills and keeps the inputs of credentials.
import {formOf, titleOf} from './field.js';
import {byOrder} from './menu.js';
import {ask, t} from './server.js';

const PREFIX = 'node-config-input-';
const ICONS = {
  ok: 'fa-check', warning: 'fa-exclamation-triangle', failed: 'fa-times', skipped: 'fa-minus', remedy: 'fa-lightbulb-o'};

// Where a service sends the browser back to, as the person sees this engine.
const CALLBACK = new URL('task-plugins/callback', document.baseURI).href;

function input(id, property, value) {
  const {type, 'enum': values} = property;
  const {widget, secret, placeholder, labels = {}} = formOf(property);
  if (type === 'boolean') {
    return $('<input type="checkbox">').attr('id', id).prop('checked', value ?? property.default ?? false);
  }
  if (values) {
    const select = $('<select>').attr('id', id);
    for (const one of values) $('<option>').val(one).text(labels[one] || one).appendTo(select);
    return select.val(value ?? property.default);
  }
  const isNumber = type === 'integer' || type === 'number';
  const kind = secret || widget === 'password' ? 'password' : isNumber ? 'number' : 'text';
  return $('<input autocomplete="off">').attr({id, type: kind, placeholder: placeholder || property.default || ''}).val(value ?? '');
}

function rowOf(name, property, id, value, needed) {
  const element = $('<div class="form-row tp-row">').attr('data-field', name);
  titleOf(property, name, id, needed && t('form.needed')).appendTo(element);
  $('<div class="tp-value tp-whole">').append(input(id, property, value)).appendTo(element);
  return element;
}

// What Node-RED looks for: one input for each credential of any kind. Those of the chosen kind show.
export function accountTemplate(plugin) {
  const form = $('<div>');
  const root = $('<div class="tp-form">').appendTo(form);
  const naming = {title: t('account.name'), type: 'string', 'x-tp': {placeholder: plugin.name}};
  rowOf('name', naming, PREFIX + 'name').appendTo(root);
  for (const place of ['kind', 'settings', 'credentials', 'actions']) $('<div>').attr('class', 'tp-' + place).appendTo(root);
  const store = $('<div class="tp-store">').hide().appendTo(root);
  for (const [name, {type}] of Object.entries(plugin.credentials)) {
    $('<input autocomplete="off">').attr({id: PREFIX + name, type}).appendTo(store);
  }
  return form.html();
}

export class AccountForm {
  #node;
  #plugin;
  #root;
  #kind;

  constructor(node, plugin) {
    this.#node = node;
    this.#plugin = plugin;
    this.#root = $('#dialog-form .tp-store, .red-ui-tray .tp-store').last().parent();
    if (plugin.reason) $('<div class="tp-notice">').text(t('plugin.unusable', plugin)).prependTo(this.#root);
    this.#kind = plugin.kinds[node.kind] ? node.kind : Object.keys(plugin.kinds)[0];
    this.#drawKinds();
    this.#drawActions();
    this.#draw(node.settings || {});
  }

  #at(place) {
    return this.#root.children('.tp-' + place);
  }

  get #type() {
    return this.#plugin.kinds[this.#kind] || {settings: {properties: {}}, credentials: {properties: {}}, guide: []};
  }

  #drawKinds() {
    const kinds = Object.entries(this.#plugin.kinds);
    const select = $('<select id="tp-kind">');
    for (const [kind, {title}] of kinds) $('<option>').val(kind).text(title).appendTo(select);
    select.val(this.#kind).on('change', () => {
      const settings = this.#settings();
      this.#kind = select.val();
      this.#draw(settings);
    });
    const line = $('<div class="form-row tp-row">').appendTo(this.#at('kind'));
    titleOf({title: t('account.kind')}, 'kind', 'tp-kind').appendTo(line);
    $('<div class="tp-value tp-whole">').append(select).appendTo(line);
    line.toggle(kinds.length > 1);
    $('<p class="tp-hint">').appendTo(this.#at('kind'));
    $('<details>').append($('<summary>').text(t('account.guide'))).append('<ol>').appendTo(this.#at('kind'));
    $('<p class="tp-hint tp-callback">').text(t('account.callback', {address: CALLBACK})).appendTo(this.#at('kind'));
  }

  // Settings and credentials of the chosen kind; those that few people need behind a line of its own.
  #draw(settings) {
    const {description, guide, settings: form, credentials} = this.#type;
    this.#at('kind').find('.tp-hint').first().text(description);
    const list = this.#at('kind').find('ol').empty();
    for (const step of guide) $('<li>').text(step).appendTo(list);
    this.#at('kind').find('details').toggle(guide.length > 0);
    this.#keepCredentials();
    const place = this.#at('settings').empty();
    const more = $('<details>').append($('<summary>').text(t('account.more')));
    const put = ([name, property], element) => element.appendTo(formOf(property).advanced ? more : place);
    for (const one of byOrder(form.properties || {})) {
      const [name, property] = one;
      put(one, rowOf(name, property, 'tp-setting-' + name, settings[name], form.required?.includes(name)));
    }
    for (const one of byOrder(credentials.properties || {})) {
      const [name, property] = one;
      put(one, this.#credentialRow(name, property, credentials.required?.includes(name)));
    }
    if (more.children().length > 1) more.appendTo(place);
    this.#root.find('.tp-sign-in, .tp-callback').toggle(this.#signsIn());
    this.#root.find('.tp-test').toggle(this.#plugin.extensions.includes('tp.verify/1'));
    this.#root.find('.tp-report').empty();
  }

  // The one input of that name is moved to where it shows, so that Node-RED finds it.
  #credentialRow(name, property, needed) {
    const element = rowOf(name, property, PREFIX + name, undefined, needed);
    const kept = this.#root.find('#' + PREFIX + name).first().detach();
    kept.attr('placeholder', formOf(property).placeholder || '');
    element.find('.tp-value').empty().append(kept);
    return element;
  }

  #keepCredentials() {
    for (const name of Object.keys(this.#plugin.credentials)) {
      this.#root.find('#' + PREFIX + name).first().appendTo(this.#at('store'));
    }
  }

  #signsIn() {
    return this.#plugin.extensions.includes('tp.sign-in/1') && 'redirect_uri' in (this.#type.credentials.properties || {});
  }

  #settings() {
    const settings = {...this.#node.settings};
    for (const [name, {type}] of Object.entries(this.#type.settings.properties || {})) {
      const element = this.#root.find('#tp-setting-' + name);
      const value = type === 'boolean' ? element.prop('checked') : element.val();
      if (value === '' || value === undefined || value === false) delete settings[name];
      else settings[name] = value;
    }
    return settings;
  }

  read() {
    return {kind: this.#kind, settings: this.#settings()};
  }

  // As the runtime takes it, with what was typed and not saved.
  #connection() {
    const credentials = {};
    for (const name of Object.keys(this.#plugin.credentials)) credentials[name] = $('#' + PREFIX + name).val();
    return {id: this.#node.id, plugin: this.#plugin.id, ...this.read(), credentials};
  }

  #drawActions() {
    const place = this.#at('actions');
    const button = (text, icon, run) => $('<button type="button" class="red-ui-button">').css('margin-right', '8px')
      .append($('<i class="fa">').addClass(icon), ' ', $('<span>').text(text)).on('click', run).appendTo(place);
    button(t('account.signIn'), 'fa-sign-in', () => this.#signIn()).addClass('tp-sign-in');
    button(t('account.test'), 'fa-stethoscope', () => this.#test()).addClass('tp-test');
    $('<ul class="tp-report" role="status">').appendTo(place);
  }

  #say(lines) {
    const list = this.#root.find('.tp-report').empty();
    for (const {state, text} of lines) {
      const icon = $('<i class="fa">').addClass(ICONS[state] || 'fa-info-circle');
      $('<li>').addClass('tp-' + state).append(icon, document.createTextNode(text)).appendTo(list);
    }
    list[0].scrollIntoView({block: 'nearest'});
  }

  async #test() {
    this.#say([{state: 'running', text: t('account.testing')}]);
    try {
      const {report = []} = await ask('verify', {connection: this.#connection()});
      this.#say([...report, {state: 'ok', text: t('account.works')}]);
    } catch (error) {
      const {report, remedy, message = error.message} = error.problem || {};
      const lines = report || [{state: 'failed', text: message}];
      this.#say(remedy && !message.includes(remedy) ? [...lines, {state: 'remedy', text: remedy}] : lines);
    }
  }

  async #signIn() {
    // Opened at once: a browser blocks what opens later.
    const opened = window.open('about:blank', '_blank');
    try {
      const {authorizationUrl} = await ask('sign-in', {connection: this.#connection(), callback: CALLBACK});
      this.#say([{state: 'running', text: t('account.signingIn')}]);
      opened.location.href = authorizationUrl;
    } catch (error) {
      opened?.close();
      this.#say([{state: 'failed', text: error.message}]);
    }
  }

  // What came of a sign-in in another window.
  signedIn({id, ok, text}) {
    if (id === this.#node.id) this.#say([{state: ok ? 'ok' : 'failed', text}]);
  }
}
