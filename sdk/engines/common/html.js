// SPDX-License-Identifier: Apache-2.0
'use strict';

// A text as it may stand anywhere in HTML.
function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (character) => '&#' + character.charCodeAt(0) + ';');
}

module.exports = {escapeHtml};
