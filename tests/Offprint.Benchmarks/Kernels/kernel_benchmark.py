"""Times one Jupyter kernel through jupyter_client. Usage: kernel_benchmark.py <kernel name> <language>. Prints JSON: seconds, and megabytes after 1,000 cells."""
import json
import os
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

NAME, LANGUAGE = sys.argv[1], sys.argv[2]
CODE = {
    "csharp": dict(first="1 + 1", trivial="{0} + 1", declaring="var v{0} = {0}; v{0} + 1", member="Console.Wri", lines="for (int i = 0; i < 100000; i++) Console.WriteLine(i);"),
    "python": dict(first="1 + 1", trivial="{0} + 1", declaring="v{0} = {0}; v{0} + 1", member="sys.stdout.wri", lines="for i in range(100000): print(i)"),
}[LANGUAGE]
LIMIT = 120


def timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def run(code):
    client.execute_interactive(code, timeout=LIMIT, output_hook=lambda message: None)


def ask():
    message = client.kernel_info()
    while True:
        reply = client.get_shell_msg(timeout=LIMIT)
        if reply["parent_header"].get("msg_id") == message:
            return


start = time.perf_counter()
manager = KernelManager(kernel_name=NAME)
manager.start_kernel()
client = manager.client()
client.start_channels()
ask()
times = {"start": time.perf_counter() - start}
client.wait_for_ready(timeout=LIMIT)
times["first"] = timed(lambda: run(CODE["first"]))
if LANGUAGE == "python":
    run("import sys")
for i in range(30):
    run(CODE["trivial"].format(i))
times["trivial"] = statistics.median(timed(lambda: run(CODE["trivial"].format(i))) for i in range(100))
for _ in range(10):
    client.complete(CODE["member"], reply=True, timeout=LIMIT)
times["complete"] = statistics.median(timed(lambda: client.complete(CODE["member"], reply=True, timeout=LIMIT)) for _ in range(21))
times["lines"] = timed(lambda: run(CODE["lines"]))
for i in range(1000):
    run(CODE["declaring"].format(i))
with open(f"/proc/{manager.provisioner.process.pid}/statm") as statm:
    times["memory"] = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
client.stop_channels()
manager.shutdown_kernel(now=True)
print(json.dumps(times), flush=True)
os._exit(0)  # the client's destructors complain about a loop that is gone
