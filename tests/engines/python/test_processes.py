# SPDX-License-Identifier: Apache-2.0
"""Processes that fork, and processes that end, with work under way or without: none hangs, crashes or complains."""

import time
import unittest

import case
import desk

TICKETS = "/api/v2/tickets"
OPEN = """
connection = task_plugins.connect(document, search=search)
def create(**details):
    return connection.execute("zendesk.create_ticket", {"comment_body": "Hello"}, **details).output["id"]
def submit(count):
    return connection.submit([TaskRequest("zendesk.create_ticket", {"comment_body": "Hello"})] * count)
def wait_until_sent():
    while not connection.plugin.stats()["api_calls"]:
        os.sched_yield()
def wait_for(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""


class ProcessCase(case.Case):
    def run_quietly(self, script, *arguments, code=0, document=None):
        """What it prints; it says nothing on standard error."""
        out, err = case.run_script(
            OPEN + script, document or self.desk.connection(), *arguments, code=code)
        self.assertEqual(err, "")
        return out

    def hang(self):
        self.desk.fault("hang", path=TICKETS, times=0)

    def created(self):
        return self.desk.commits() - self.before

    def setUp(self):
        super().setUp()
        self.before = self.desk.commits()


class Forks(ProcessCase):
    def test_parent_and_child_work_on_when_nothing_is_under_way(self):
        self.run_quietly("""
create()
child = os.fork()
create()
if child == 0:
    create()
    sys.exit(5)
assert wait_for(child) == 5
create()
""")
        self.assertEqual(self.created(), 5)

    def test_a_library_that_is_only_loaded_before_the_fork(self):
        self.run_quietly("""
children = [os.fork() for _ in range(2)]
create()
if all(children):
    assert [wait_for(child) for child in children] == [0, 0]
elif children[0]:
    sys.exit(0)
else:
    wait_for(children[1]) if children[1] else None
""")
        self.assertEqual(self.created(), 4)

    def test_a_child_that_ends_while_the_parents_work_is_open(self):
        self.hang()
        out = self.run_quietly("""
operations = submit(50)
for end in ("sys.exit(7)", "raise SystemExit(7)", "os._exit(7)", "operations[0].cancel(), sys.exit(7)",
            "connection.close(), sys.exit(7)", "connection.plugin.close(), sys.exit(7)"):
    child = os.fork()
    if child == 0:
        outcome = operations[3].outcome(1)
        assert outcome.error_code == "host.forked", outcome
        exec(end)
    assert wait_for(child) == 7, end
assert not any(operation.done() for operation in operations)
connection.close()
print({operation.outcome(0).status.name for operation in operations})
""")
        self.assertEqual(out, "{'CANCELLED'}\n")

    def test_a_child_that_ends_while_its_own_work_is_open(self):
        self.hang()
        self.run_quietly("""
submit(20)
child = os.fork()
if child == 0:
    submit(20)
    sys.exit(7)
assert wait_for(child) == 7
""")

    def test_children_of_children(self):
        self.run_quietly("""
create()
depth = 0
while depth < 3 and os.fork() == 0:
    depth += 1
    create()
try:
    code = wait_for(-1)
except ChildProcessError:
    code = 0
sys.exit(code)
""")
        self.assertEqual(self.created(), 4)

    def test_a_pool_of_processes(self):
        out = self.run_quietly("""
import multiprocessing
create()
def work(i):
    return create(idempotency_key=f"pool-{i}")
with multiprocessing.get_context("fork").Pool(4) as pool:
    print(len(set(pool.map(work, range(100), chunksize=5))))
create()
""")
        self.assertEqual(out, "100\n")
        self.assertEqual(self.created(), 102)

    def test_forks_at_any_moment_of_a_busy_process(self):
        """With a log that wants every line, so that the plugin's thread is often inside this interpreter."""
        out = self.run_quietly("""
lines = []
connection = task_plugins.connect(document, search=search, log_level=task_plugins.LogLevel.TRACE,
                                  log=lambda *line: lines.append(line), token_store=task_plugins.MemoryTokenStore())
stop = threading.Event()
made = []
def busy():
    while not stop.is_set():
        made.extend(operation.result().output["id"] for operation in submit(20))
threads = [threading.Thread(target=busy) for _ in range(2)]
for thread in threads:
    thread.start()
codes = []
for i in range(25):
    child = os.fork()
    if child == 0:
        create()
        sys.exit(0)
    codes.append(wait_for(child))
stop.set()
for thread in threads:
    thread.join()
print(codes.count(0), len(set(made)) == len(made) > 0)
""", document=self.desk.connection(
            "oauth_client_credentials", client_id="sandbox_service", client_secret="sandbox-service-secret"))
        self.assertEqual(out, "25 True\n")


class Ends(ProcessCase):
    ENDS = (("", 0), ("sys.exit(3)", 3), ("raise SystemExit(2)", 2), ("os._exit(4)", 4))

    def test_with_work_under_way(self):
        self.hang()
        for end, code in self.ENDS:
            with self.subTest(end):
                started = time.monotonic()
                self.run_quietly(f"submit(100)\nwait_until_sent()\n{end}", code=code)
                self.assertLess(time.monotonic() - started, 28)

    def test_while_results_arrive(self):
        for _ in range(5):
            self.run_quietly("submit(200)[10].result()")

    def test_while_another_thread_waits(self):
        self.hang()
        self.run_quietly("""
def work():
    try:
        create()
    except TaskError:
        pass
for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
while len(task_plugins._operation._open) < 3:
    os.sched_yield()
""")

    def test_with_an_event_loop_that_was_left(self):
        self.hang()
        self.run_quietly("""
import asyncio
async def work():
    asyncio.ensure_future(connection.execute_async("zendesk.create_ticket", {"comment_body": "Hello"}))
    await connection.verify_async()
asyncio.run(work())
""")

    def test_with_connections_that_were_closed_and_dropped(self):
        self.run_quietly("""
create()
connection.close()
connection = task_plugins.connect(document, search=search)
submit(3)
del connection
""")


class Threads(ProcessCase):
    def test_a_plugins_threads_leave_nothing_behind(self):
        """However many objects of it come and go."""
        out = self.run_quietly("""
for _ in range(30):
    with task_plugins.connect(document, search=search) as once:
        once.execute("zendesk.create_ticket", {"comment_body": "Hello"}, progress=print)
        once.submit([TaskRequest("zendesk.create_ticket", {})])[0].outcome()
print(len(task_plugins._threads._kept) <= 2)
""")
        self.assertEqual(out.splitlines()[-1], "True")


class Interruptions(ProcessCase):
    def test_ctrl_c_ends_the_task_and_goes_on(self):
        self.hang()
        self.run_quietly("""
def press():
    while not task_plugins._operation._open:
        os.sched_yield()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=press).start()
try:
    create()
    raise AssertionError
except KeyboardInterrupt:
    assert not task_plugins._operation._open
""")

    def test_a_time_limit_by_a_signal(self):
        self.hang()
        self.run_quietly("""
class Limit(Exception):
    pass
def handler(*_):
    raise Limit
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    create()
    raise AssertionError
except Limit:
    assert not task_plugins._operation._open
""")


if __name__ == "__main__":
    desk.main()
