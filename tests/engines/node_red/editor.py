# SPDX-License-Identifier: Apache-2.0
"""Node-RED's editor in a browser, and what a person does there."""

import engine  # first: it tells where the others are
import browser

PICTURES = engine.PLACES["TP_PICTURES"]

# What is wider than the room that it has, in our forms.
CUT_OFF = """
return [...document.querySelectorAll(".tp-form, .tp-form *:not(option, optgroup, input, .red-ui-typedInput-container *)")]
  .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
                     && getComputedStyle(element).display !== "inline")
  .map(element => element.outerHTML.slice(0, 300));
"""
# What somebody who does not see the form would not be told of.
UNLABELLED = """
return [...document.querySelectorAll(".tp-form :is(input, select, button)")]
  .filter(element => element.getClientRects().length > 0)
  .filter(element => !element.closest(".tp-title") || element.matches("input"))
  .filter(element => !element.ariaLabel && !element.labels?.length && !element.textContent.trim() && !element.title)
  .map(element => element.outerHTML.slice(0, 300));
"""


class Editor(browser.Browser):
    """One window of the editor."""

    def __init__(self, node_red, language="en-US"):
        super().__init__("--lang=" + language, "--window-size=1500,1100")
        self._node_red, self._language = node_red, language

    def __enter__(self):
        super().__enter__()
        # A small page of the same origin.
        self.open(self._node_red.url + "/settings")
        self.run("localStorage.setItem('editor-language', arguments[0])", self._language)
        return self.reload()

    def reload(self):
        self.open(self._node_red.url)
        self.wait_for("document.querySelector('#red-ui-loading-progress')?.style.display === 'none'"
                      " && document.querySelector('g.red-ui-flow-node')")
        return self

    def take(self, picture, language=""):
        """Keeps a picture; nothing of our forms may be cut off or without a label."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = "_".join(filter(None, ["node_red", picture, language]))
        (PICTURES / f"{name}.png").write_bytes(self.screenshot())
        for script in (CUT_OFF, UNLABELLED):
            if found := self.run(script):
                raise AssertionError(f"{picture}: {found}")

    def fill(self, selector, value):
        """Types into an input, in the place of what is in it."""
        self.click(selector)
        self.run("document.activeElement.select?.()")
        self.type(value)

    def choose(self, selector, label, group=None):
        """An entry of a drop-down, by what it says."""
        self.run("""
            const select = [...document.querySelectorAll(arguments[0])]
              .filter(one => one.getClientRects().length > 0).at(-1);
            const option = [...select.options].find(one => one.textContent === arguments[1]
              && (!arguments[2] || one.parentNode.label === arguments[2]));
            if (!option) throw new Error([...select.options].map(one => one.textContent).join("|"));
            select.value = option.value;
            select.dispatchEvent(new Event("change", {bubbles: true}));
        """, selector, label, group)

    @property
    def palette(self):
        return " ".join(self.run("return document.querySelector('#red-ui-palette').textContent").split())

    def add_field(self, title, group=None):
        self.wait_for("[...document.querySelectorAll('.tp-add option')].some(one => one.textContent === %r)" % title)
        self.choose(".tp-add", title, group)

    def pick(self, label):
        """An entry of the menu that is open."""
        self.run("""
            const entry = [...document.querySelectorAll('.red-ui-typedInput-options a, .red-ui-popover a')]
              .filter(one => one.getClientRects().length > 0).find(one => one.textContent.trim() === arguments[0]);
            if (!entry) throw new Error("no entry " + arguments[0]);
            entry.click();
        """, label)

    def set_field(self, field, value, kind=None, entry=None):
        row = f".tp-row[data-field={field}]" + (f"[data-entry='{entry}']" if entry else "")
        if kind:
            self.click(f"{row} .red-ui-typedInput-type-select")
            self.pick(kind)
        if value is not None:
            self.fill(f"{row} .red-ui-typedInput-input", value)

    def choose_value(self, field, label, entry=None):
        row = f".tp-row[data-field={field}]" + (f"[data-entry='{entry}']" if entry else "")
        self.click(f"{row} .red-ui-typedInput-option-trigger")
        self.pick(label)

    def edit(self, node):
        """Opens the form of a node by its id."""
        self.click(f"[id='{node}'] rect.red-ui-flow-node")
        self.click(f"[id='{node}'] rect.red-ui-flow-node")
        self.rest()

    def edit_account(self, kind, account):
        self.run("RED.editor.editConfig('', ...arguments)", kind, account)
        self.rest()

    def rest(self, selector=".red-ui-tray"):
        """Until the last element that fits has stopped moving."""
        self.run_later("""
            const [selector] = arguments;
            let last, still = 0;
            (function look() {
              const place = JSON.stringify([...document.querySelectorAll(selector)].at(-1)?.getBoundingClientRect());
              still = place && place === last ? still + 1 : 0;
              last = place;
              still > 10 ? done(true) : requestAnimationFrame(look);
            })();
        """, selector)

    def deploy(self):
        count = self._node_red.log.count("Started flows")
        self.wait_for("!document.querySelector('#red-ui-header-button-deploy').classList.contains('disabled')")
        self.click("#red-ui-header-button-deploy")
        self._node_red.wait_for(lambda: self._node_red.log.count("Started flows") > count)
        self.wait_for("document.querySelector('#red-ui-header-button-deploy').classList.contains('disabled')"
                      " && document.querySelector('.red-ui-deploy-button-spinner').getClientRects().length === 0")
