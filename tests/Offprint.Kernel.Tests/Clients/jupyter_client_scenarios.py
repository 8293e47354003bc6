"""Drives the installed kernel with jupyter_client. Prints a line for each scenario: its name, then ok or what went wrong."""
import os
import signal
import sys
import threading
import time
import traceback

from jupyter_client.manager import KernelManager

LIMIT = 120
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it, and so would the kernel
manager = KernelManager(kernel_name="offprint-csharp")
client = None


def connect():
    global client
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=LIMIT)


def run(code, **options):
    outputs = []
    reply = client.execute_interactive(code, timeout=LIMIT, output_hook=outputs.append, **options)
    return reply["content"], [m for m in outputs if m["msg_type"] not in ("status", "execute_input")]


def result(code):
    reply, outputs = run(code)
    assert reply["status"] == "ok", reply
    return [m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result"][0]


def execute():
    reply, _ = run("int answer = 41;")
    assert reply["status"] == "ok" and reply["execution_count"] >= 1, reply
    assert result("answer + 1") == "42"


def streams():
    _, outputs = run('Console.Write("out"); Console.Error.Write("err");')
    assert [(m["content"]["name"], m["content"]["text"]) for m in outputs] == [("stdout", "out"), ("stderr", "err")], outputs


def flood():
    _, outputs = run("for (int i = 0; i < 100000; i++) Console.WriteLine(i);")
    lines = "".join(m["content"]["text"] for m in outputs).split()
    assert len(lines) == 100000 and lines[-1] == "99999", len(lines)


def display_and_update():
    _, outputs = run('var shown = display(HTML("<b>a</b>")); shown.Update(HTML("<b>b</b>"));')
    first, second = outputs
    assert (first["msg_type"], second["msg_type"]) == ("display_data", "update_display_data")
    assert first["content"]["transient"] == second["content"]["transient"]
    assert second["content"]["data"]["text/html"] == "<b>b</b>"


def error():
    reply, outputs = run('throw new InvalidOperationException("no more");')
    assert (reply["status"], reply["ename"], reply["evalue"]) == ("error", "InvalidOperationException", "no more"), reply
    assert outputs[0]["msg_type"] == "error" and outputs[0]["content"]["traceback"]


def complete():
    content = client.complete("Console.Wri", reply=True, timeout=LIMIT)["content"]
    assert "WriteLine" in content["matches"], content


def inspect():
    content = client.inspect("Math.Max(", reply=True, timeout=LIMIT)["content"]
    assert content["found"] and "int Math.Max(int val1, int val2)" in content["data"]["text/plain"], content


def is_complete():
    client.is_complete("if (true) {")
    content = client.get_shell_msg(timeout=LIMIT)["content"]
    assert content == {"status": "incomplete", "indent": "    "}, content


def history():
    run('"remember me"')
    content = client.history(hist_access_type="tail", n=1, reply=True, timeout=LIMIT)["content"]
    assert content["history"][0][2] == '"remember me"', content


def asked():
    client.allow_stdin = True
    replies = []

    def answer(message):
        replies.append(message["content"]["prompt"])
        client.input("Ada")

    reply, outputs = run('Notebook.GetInput("Name?")', allow_stdin=True, stdin_hook=answer)
    client.allow_stdin = False
    assert reply["status"] == "ok" and replies == ["Name?"], (reply, replies)
    assert outputs[0]["content"]["data"]["text/plain"] == "Ada"


def interrupt_with(stop):
    run("int kept = 5;")
    begun = []

    def watch(message):
        # Not before the cell runs: an idle kernel has nothing to interrupt.
        if message["msg_type"] == "stream" and not begun:
            begun.append(time.time())
            threading.Timer(0, stop).start()

    reply = client.execute_interactive('Console.WriteLine("begun"); while (true) { }', timeout=LIMIT, output_hook=watch)["content"]
    assert reply["ename"] == "Interrupted" and time.time() - begun[0] < 20, reply
    assert result("kept") == "5"


def interrupt():
    interrupt_with(manager.interrupt_kernel)


def interrupt_signal():
    interrupt_with(lambda: os.kill(manager.provisioner.process.pid, signal.SIGINT))


def restart():
    run("int forgotten = 1;")
    client.stop_channels()
    manager.restart_kernel(now=False)
    connect()
    reply, _ = run("forgotten")
    assert reply["status"] == "error", reply
    assert result("1 + 1") == "2"


def shutdown():
    client.stop_channels()
    manager.shutdown_kernel(now=False)
    assert not manager.is_alive()


manager.start_kernel()
connect()
for scenario in (execute, streams, flood, display_and_update, error, complete, inspect, is_complete, history, asked, interrupt,
                 interrupt_signal, restart, shutdown):
    try:
        scenario()
        print(scenario.__name__, "ok", flush=True)
    except Exception:
        print(scenario.__name__, "failed:", " | ".join(traceback.format_exc().splitlines()[-4:]), flush=True)
sys.stdout.flush()
os._exit(0)  # the client's destructors complain about a loop that is gone
