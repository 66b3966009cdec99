# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium, driven over plain WebDriver."""

import base64
import json
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

PATIENCE = 30  # seconds

# Never through a proxy, whatever the environment says.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

_ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--no-proxy-server", "--window-size=1500,1000",
]  # fmt: skip

# Calls back with true as soon as the condition holds, which it looks for at every change of the page.
_WAIT = """
const holds = new Function("return (" + arguments[0] + ");"), done = arguments[arguments.length - 1];
const observer = new MutationObserver(look);
function look() { if (holds()) { observer.disconnect(); done(true); } }
observer.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
look();
"""

_MIDDLE = """
const shown = [...document.querySelectorAll(arguments[0])].filter(element => element.getClientRects().length > 0);
if (shown.length === 0) throw new Error("nothing fits " + arguments[0]);
const element = shown.at(-1);
element.scrollIntoView({block: "nearest"});
const {x, y, width, height} = element.getBoundingClientRect();
return [Math.round(x + width / 2), Math.round(y + height / 2)];
"""


class Browser:
    """One window, for as long as a `with` block lasts."""

    def __init__(self, *switches):
        self._switches = switches

    def __enter__(self):
        driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
        if not driver or not chromium:
            raise FileNotFoundError("chromium or chromedriver is missing: sdk/setup --tests installs both")
        self._folder = tempfile.TemporaryDirectory(prefix="sandbox-browser-", ignore_cleanup_errors=True)
        self._driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        self._address = f"http://127.0.0.1:{self._port()}"
        arguments = [*_ARGUMENTS, *self._switches, f"--user-data-dir={self._folder.name}"]
        options = {"binary": chromium, "args": arguments}
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options,
                        "goog:loggingPrefs": {"browser": "ALL"},
                        "timeouts": {"script": PATIENCE * 1000}}
        session = self._post("/session", {"capabilities": {"alwaysMatch": capabilities}})
        self._address += f"/session/{session['sessionId']}"
        return self

    def __exit__(self, *_):
        request = urllib.request.Request(self._address, method="DELETE")
        with _opener.open(request, timeout=PATIENCE):
            pass
        self._driver.terminate()
        self._driver.wait(PATIENCE)
        self._driver.stdout.close()
        self._folder.cleanup()

    def open(self, url):
        self._post("/url", {"url": url})

    def address(self):
        """Of what the window shows, or of what it could not load."""
        return self.command("GET", "/url")

    def run(self, script, *arguments):
        return self._post("/execute/sync", {"script": script, "args": arguments})

    def wait_for(self, condition):
        """Until the JavaScript expression is true; an error after PATIENCE."""
        self._post("/execute/async", {"script": _WAIT, "args": [condition]})

    def run_later(self, script, *arguments):
        """What the script hands to done()."""
        return self._post("/execute/async", {"script": "const done = arguments[arguments.length - 1];" + script,
                                             "args": arguments})

    def point(self, selector):
        """The middle of the last element that fits and shows, after it was scrolled into sight."""
        return self.run(_MIDDLE, selector)

    def point_at(self, selector):
        x, y = self.point(selector)
        self._mouse({"type": "pointerMove", "x": x, "y": y})

    def click(self, selector):
        x, y = self.point(selector)
        self._mouse({"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown"}, {"type": "pointerUp"})

    def drag(self, selector, x, y):
        """To a place of the page."""
        start_x, start_y = self.point(selector)
        steps = [{"type": "pointerMove", "x": (start_x * i + x * (5 - i)) // 5, "y": (start_y * i + y * (5 - i)) // 5,
                  "duration": 20} for i in range(5, -1, -1)]
        self._mouse(steps[0], {"type": "pointerDown"}, *steps[1:], {"type": "pointerUp"})

    def type(self, text):
        """Into what has the focus. Keys without a character are those of WebDriver."""
        strokes = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._post("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]})

    def _mouse(self, *steps):
        steps = [{"button": 0, **step} if step["type"] != "pointerMove" else {"duration": 0, **step} for step in steps]
        self._post("/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": steps}]})

    def command(self, method, path, document=None):
        """Anything else that WebDriver knows."""
        if method == "POST":
            return self._post(path, document)
        with _opener.open(self._address + path, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def emulate(self, scheme):
        """`light` or `dark`"""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._post("/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}})

    def resize(self, width, height):
        """The page in CSS pixels, also smaller than a window can be."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._post("/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})

    def messages(self):
        """What the browser's console got since the last call: warnings and errors."""
        return [entry["message"] for entry in self._post("/se/log", {"type": "browser"})]

    def screenshot(self):
        """PNG"""
        return base64.b64decode(self.command("GET", "/screenshot"))

    def _port(self):
        for line in self._driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                return int(found.group(1))
        raise RuntimeError("chromedriver does not start")

    def _post(self, path, document):
        request = urllib.request.Request(self._address + path, data=json.dumps(document).encode(),
                                         headers={"Content-Type": "application/json"})
        try:
            with _opener.open(request, timeout=PATIENCE * 2) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {json.load(error)['value']['message']}") from None
