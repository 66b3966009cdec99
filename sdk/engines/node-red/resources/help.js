// SPDX-License-Identifier: Apache-2.0
// What the help of a node says, made from the texts of its plugin.
import {t} from './server.js';

function paragraph(text) {
  return $('<p>').text(text);
}

function list(properties, required) {
  const made = $('<dl class="message-properties">');
  for (const [name, {title, description, type}] of Object.entries(properties)) {
    const optional = required.includes(name) ? '' : 'optional';
    const kind = [type || t('help.any')].flat().filter((one) => one !== 'null').join(' | ');
    $('<dt>').addClass(optional).text((title || name) + ' ')
      .append($('<span class="property-type">').text(kind)).appendTo(made);
    $('<dd>').text(description || '').appendTo(made);
  }
  return made;
}

export function helpOf(task, plugin) {
  const page = $('<div>');
  if (plugin.reason) paragraph(t('plugin.unusable', plugin)).appendTo(page);
  paragraph(task.description || task.title).appendTo(page);
  $('<h3>').text(t('help.inputs')).appendTo(page);
  list(task.input.properties || {}, task.input.required || []).appendTo(page);
  $('<h3>').text(t('help.outputs')).appendTo(page);
  for (const key of ['output', 'each', 'errors', 'once']) paragraph(t('help.' + key)).appendTo(page);
  page.children().addClass('tp-help');
  return page.html();
}
