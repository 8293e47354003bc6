"""Jupyter's own suite for kernels over the C# kernel; says of each of its tests how it went."""

import os
import sys
import unittest

import jupyter_kernel_test


class OffprintTests(jupyter_kernel_test.KernelTests):
    kernel_name = "offprint-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.Write("hello, world");'
    code_stderr = 'Console.Error.Write("oops");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "#!lsm", "matches": {"#!lsmagic"}},
    ]
    complete_code_samples = ["1 + 1", "int x = 3;", "class Iris { }", "#!html\n<b>bold</b>"]
    incomplete_code_samples = ["if (true) {", 'var text = """', "int Twice(int x) =>"]
    invalid_code_samples = ["int int;", ")"]
    code_generate_error = 'throw new InvalidOperationException("no");'
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": '"a" + 1', "result": "a1"}]
    code_display_data = [
        {"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"},
        {"code": "#!markdown\n**bold**", "mime": "text/markdown"},
    ]
    code_history_pattern = "6 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.Max("
    code_clear_output = "Notebook.ClearOutput();"


class Results(unittest.TestResult):
    """A subtest that fails is a failure of its test."""

    def __init__(self):
        super().__init__()
        self.said = {}

    def say(self, test, text):
        self.said.setdefault(getattr(test, "test_case", test)._testMethodName, text)

    def startTest(self, test):
        super().startTest(test)
        self.running = test

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.say(test, f"failed: {subtest}: {error[1]}")

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.say(test, f"failed: {error[1]}")

    def addError(self, test, error):
        super().addError(test, error)
        self.say(test if hasattr(test, "_testMethodName") else self.running, f"failed: {error[0].__name__}: {error[1]}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.say(test, "skipped")

    def stopTest(self, test):
        super().stopTest(test)
        self.say(test, "ok")


results = Results()
unittest.defaultTestLoader.loadTestsFromTestCase(OffprintTests).run(results)
for name, text in results.said.items():
    print(name, " | ".join(text.splitlines()), flush=True)
sys.stdout.flush()
os._exit(0)  # the client's destructors complain about a loop that is gone
