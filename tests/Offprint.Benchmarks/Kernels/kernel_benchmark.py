"""Times one Jupyter kernel through jupyter_client. Usage: kernel_benchmark.py <kernel name> <language> [<printed lines>].

Prints JSON: seconds, and megabytes after 1,000 cells that each declare a variable, in a process of their own. A kernel that is slow at
printing gets fewer lines; its seconds are then scaled to 100,000."""
import json
import os
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

NAME, LANGUAGE = sys.argv[1], sys.argv[2]
ALL_LINES = 100000
LINES = int(sys.argv[3]) if len(sys.argv) > 3 else ALL_LINES
CODE = {
    "csharp": {
        "first": "1 + 1", "trivial": "{0} + 1", "declaring": "var v{0} = {0}; v{0} + 1", "member": "Console.Wri",
        "lines": "for (int i = 0; i < {0}; i++) Console.WriteLine(i);",
    },
    "python": {
        "first": "1 + 1", "trivial": "{0} + 1", "declaring": "v{0} = {0}; v{0} + 1", "member": "sys.stdout.wri",
        "lines": "for i in range({0}): print(i)",
    },
}[LANGUAGE]
LIMIT = 120


def timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


class Kernel:
    def __enter__(self):
        start = time.perf_counter()
        self.manager = KernelManager(kernel_name=NAME)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self._ask()
        self.start = time.perf_counter() - start
        self.client.wait_for_ready(timeout=LIMIT)
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code):
        self.client.execute_interactive(code, timeout=LIMIT, output_hook=lambda message: None)

    def complete(self, code):
        self.client.complete(code, reply=True, timeout=LIMIT)

    def megabytes(self):
        with open(f"/proc/{self.manager.provisioner.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def _ask(self):
        message = self.client.kernel_info()
        while self.client.get_shell_msg(timeout=LIMIT)["parent_header"].get("msg_id") != message:
            pass


with Kernel() as kernel:
    times = {"start": kernel.start, "first": timed(lambda: kernel.run(CODE["first"]))}
    if LANGUAGE == "python":
        kernel.run("import sys")
    for i in range(30):
        kernel.run(CODE["trivial"].format(i))
    times["trivial"] = statistics.median(timed(lambda: kernel.run(CODE["trivial"].format(i))) for i in range(100))
    for _ in range(10):
        kernel.complete(CODE["member"])
    times["complete"] = statistics.median(timed(lambda: kernel.complete(CODE["member"])) for _ in range(21))
    times["lines"] = timed(lambda: kernel.run(CODE["lines"].format(LINES))) * ALL_LINES / LINES
with Kernel() as kernel:
    for i in range(1000):
        kernel.run(CODE["declaring"].format(i))
    times["memory"] = kernel.megabytes()
print(json.dumps(times), flush=True)
