using System.Text;
using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Tests.Protocol;

/// <summary>Each message type as the protocol describes it, against a live kernel.</summary>
public sealed class ProtocolTests(ProtocolClient kernel) : IClassFixture<ProtocolClient>
{
    [Theory]
    [InlineData(MessageType.KernelInfoRequest, "{}")]
    [InlineData(MessageType.ExecuteRequest, "{\"code\": \"1\"}")]
    [InlineData(MessageType.CompleteRequest, "{\"code\": \"Con\", \"cursor_pos\": 3}")]
    [InlineData(MessageType.InspectRequest, "{\"code\": \"Console\", \"cursor_pos\": 3, \"detail_level\": 0}")]
    [InlineData(MessageType.IsCompleteRequest, "{\"code\": \"1\"}", "complete")]
    [InlineData(MessageType.HistoryRequest, "{\"hist_access_type\": \"tail\", \"n\": 2}")]
    [InlineData(MessageType.CommInfoRequest, "{}")]
    [InlineData(MessageType.ConnectRequest, "{}")]
    [InlineData(MessageType.UsageRequest, "{}")]
    [InlineData(MessageType.InterruptRequest, "{}")]
    public void A_request_is_answered_between_busy_and_idle(string type, string content, string status = "ok")
    {
        foreach (bool control in new[] { false, true })
        {
            Exchange exchange = kernel.Ask(type, JsonNode.Parse(content)!.AsObject(), control);
            Assert.Equal(type.Replace("_request", "_reply", StringComparison.Ordinal), exchange.Reply.Type);
            Assert.Equal(status, exchange.Status);
            Assert.Equal("5.4", (string?)exchange.Reply.Header["version"]);
            Assert.Equal(["busy", "idle"], exchange.Published.Where(m => m.Type == MessageType.Status)
                .Select(m => (string?)m.Content["execution_state"]));
            Assert.All(exchange.Published, m => Assert.Equal($"kernel.{m.Type}", Encoding.UTF8.GetString(Assert.Single(m.Identities))));
        }
    }

    [Fact]
    public void The_kernel_says_what_it_is()
    {
        JsonObject info = kernel.Ask(MessageType.KernelInfoRequest, []).Content;
        Assert.Equal(("5.4", "offprint"), ((string?)info["protocol_version"], (string?)info["implementation"]));
        Assert.Contains("Offprint", (string?)info["banner"], StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", (string?)info["implementation_version"]);
        JsonNode language = info["language_info"]!;
        Assert.Equal(("C#", ".cs", "text/x-csharp", "csharp", "text/x-csharp"),
            ((string?)language["name"], (string?)language["file_extension"],
            (string?)language["mimetype"], (string?)language["pygments_lexer"], (string?)language["codemirror_mode"]));
        Assert.All(info["help_links"]!.AsArray(), link => Assert.StartsWith("https://", (string?)link!["url"], StringComparison.Ordinal));
    }

    [Fact]
    public void The_kernel_says_what_it_uses_and_where_it_listens()
    {
        JsonObject usage = kernel.Ask(MessageType.UsageRequest, [], control: true).Content;
        Assert.True((long)usage["kernel_memory"]! > 10_000_000 && (double)usage["kernel_cpu"]! >= 0 && (int)usage["cpu_count"]! > 0);
        JsonObject ports = kernel.Ask(MessageType.ConnectRequest, []).Content;
        Assert.Equal(5, new[] { "shell_port", "iopub_port", "stdin_port", "control_port", "hb_port" }.Select(p => (int)ports[p]!)
            .Distinct().Count());
    }

    [Fact]
    public void Unknown_and_forged_messages_are_nothing_of_the_users()
    {
        kernel.Execute("int mine = 1;");
        string id = kernel.Send(MessageType.ExecuteRequest, ProtocolClient.Cell("await Task.Delay(500);"));
        kernel.Send("unheard_of_request", []);
        kernel.SendFrames([[1], [2]]);
        kernel.Reply(id);
        Assert.DoesNotContain(kernel.Published(id), m => m.Type == MessageType.Stream);
    }

    [Fact]
    public void The_heartbeat_echoes() => Assert.Equal("ping", kernel.Beat("ping"));

    [Fact]
    public void A_cell_is_published_with_its_number_before_its_outputs()
    {
        Exchange cell = kernel.Execute("Console.Write(\"a\"); display(2); 3");
        Assert.Equal(
            [MessageType.Status, MessageType.ExecuteInput, MessageType.Stream, MessageType.DisplayData, MessageType.ExecuteResult,
                MessageType.Status],
            cell.Published.Select(m => m.Type));
        int number = (int)cell.Content["execution_count"]!;
        Assert.Equal(number, (int?)cell.Published[1].Content["execution_count"]);
        Assert.Equal(number, (int?)cell.Published[4].Content["execution_count"]);
        Assert.Equal(number + 1, (int?)kernel.Execute("4").Content["execution_count"]);
    }

    [Fact]
    public void A_silent_cell_publishes_nothing_and_does_not_count()
    {
        int before = (int)kernel.Execute("1").Content["execution_count"]!;
        Exchange silent = kernel.Execute("Console.WriteLine(1); display(2); var quiet = 5; quiet", c => c["silent"] = true);
        Assert.Empty(silent.Outputs);
        Assert.DoesNotContain(silent.Published, m => m.Type == MessageType.ExecuteInput);
        Assert.Equal(before, (int?)silent.Content["execution_count"]);
        Assert.Equal(before + 1, (int?)kernel.Execute("quiet").Content["execution_count"]);
    }

    [Fact]
    public void A_cell_outside_the_history_does_not_count()
    {
        int before = (int)kernel.Execute("1").Content["execution_count"]!;
        Exchange unstored = kernel.Execute("6 * 7", c => c["store_history"] = false);
        Assert.Equal("42", (string?)Assert.Single(unstored.Outputs).Content["data"]!["text/plain"]);
        Assert.Equal(before, (int?)unstored.Content["execution_count"]);
        Assert.DoesNotContain("6 * 7", kernel.Ask(MessageType.HistoryRequest,
            new() { ["hist_access_type"] = "tail", ["n"] = 1 }).Content.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "aborted")]
    [InlineData(false, "ok")]
    public void Cells_behind_a_failed_one_are_aborted_if_asked(bool stop, string status)
    {
        string slow = kernel.Send(MessageType.ExecuteRequest, ProtocolClient.Cell("await Task.Delay(1000); throw new Exception(\"x\");",
            c => c["stop_on_error"] = stop));
        string[] behind = [.. Enumerable.Range(0, 3).Select(i => kernel.Send(MessageType.ExecuteRequest, ProtocolClient.Cell($"{i}")))];
        Assert.Equal("error", (string?)kernel.Reply(slow).Content["status"]);
        Assert.All(behind, id => Assert.Equal(status, (string?)kernel.Reply(id).Content["status"]));
        Assert.Equal("idle", (string?)kernel.Published(behind[^1])[^1].Content["execution_state"]);
        Assert.Equal("ok", kernel.Execute("1").Status);
    }

    [Fact]
    public void Expressions_are_answered_with_the_cell()
    {
        JsonObject values = kernel.Execute("var side = 3;", c => c["user_expressions"] = new JsonObject
        {
            ["area"] = "side * side", ["wrong"] = "nowhere", ["thrown"] = "side / (side - side)",
        }).Content["user_expressions"]!.AsObject();
        Assert.Equal(("ok", "9"), ((string?)values["area"]!["status"], (string?)values["area"]!["data"]!["text/plain"]));
        Assert.Equal(("error", "CompilationError"), ((string?)values["wrong"]!["status"], (string?)values["wrong"]!["ename"]));
        Assert.Equal(("error", "DivideByZeroException"), ((string?)values["thrown"]!["status"], (string?)values["thrown"]!["ename"]));
    }

    [Theory]
    [InlineData("Console.Write(\"Name? \"); Console.ReadLine() + \"!\"", "", false)]
    [InlineData("await Kernel.GetInputAsync(\"Name?\") + \"!\"", "Name?", false)]
    [InlineData("Notebook.GetInput(\"Name?\") + \"!\"", "Name?", false)]
    [InlineData("Notebook.GetPassword(\"Secret?\") + \"!\"", "Secret?", true)]
    [InlineData("((char)Console.Read()).ToString() + Console.ReadLine() + \"!\"", "", false)]
    public void A_cell_may_ask(string code, string prompt, bool password)
    {
        string id = kernel.Send(MessageType.ExecuteRequest, ProtocolClient.Cell(code, c => c["allow_stdin"] = true));
        Message question = kernel.InputRequest();
        Assert.Equal((MessageType.InputRequest, id), (question.Type, question.ParentId));
        Assert.Equal((prompt, password), ((string?)question.Content["prompt"], (bool?)question.Content["password"]));
        kernel.Answer("Ada", question);
        Assert.Equal("ok", (string?)kernel.Reply(id).Content["status"]);
        Assert.Equal("Ada!", (string?)kernel.Published(id).Find(m => m.Type == MessageType.ExecuteResult)!.Content["data"]!["text/plain"]);
    }

    [Theory]
    [InlineData("Console.ReadLine()")]
    [InlineData("Notebook.GetInput()")]
    public void Asking_where_nobody_answers_is_a_clear_error(string code) =>
        Assert.Contains("does not take questions", (string?)kernel.Execute(code).Content["evalue"], StringComparison.Ordinal);

    [Fact]
    public void An_interrupt_after_a_request_that_cannot_be_read_stops_no_later_cell()
    {
        string id = kernel.Send(MessageType.ExecuteRequest, new() { ["code"] = 5 });
        kernel.Reply(id);
        kernel.Ask(MessageType.InterruptRequest, [], control: true);
        Assert.Equal("ok", (string?)kernel.Execute("1 + 1").Content["status"]);
    }

    [Fact]
    public void A_cell_that_waits_for_an_answer_can_be_interrupted()
    {
        string id = kernel.Send(MessageType.ExecuteRequest, ProtocolClient.Cell("Console.ReadLine()", c => c["allow_stdin"] = true));
        kernel.InputRequest();
        kernel.Ask(MessageType.InterruptRequest, [], control: true);
        Assert.Equal("Interrupted", (string?)kernel.Reply(id).Content["ename"]);
        Assert.Equal("ok", kernel.Execute("1").Status);
    }

    [Fact]
    public void Outputs_can_be_cleared()
    {
        Message[] outputs = [.. kernel.Execute(
            "display(1); Notebook.ClearOutput(wait: true); display(2); Notebook.ClearOutput();").Outputs];
        Assert.Equal([MessageType.DisplayData, MessageType.ClearOutput, MessageType.DisplayData, MessageType.ClearOutput],
            outputs.Select(m => m.Type));
        Assert.Equal((true, false), ((bool)outputs[1].Content["wait"]!, (bool)outputs[3].Content["wait"]!));
    }

    [Fact]
    public void History_can_be_asked_for_in_three_ways()
    {
        int line = (int)kernel.Execute("\"first of history\"").Content["execution_count"]!;
        kernel.Execute("\"second of history\"");
        kernel.Execute("\"first of history\"");
        JsonArray History(JsonObject content) => kernel.Ask(MessageType.HistoryRequest, content).Content["history"]!.AsArray();
        JsonArray tail = History(new() { ["hist_access_type"] = "tail", ["n"] = 2, ["output"] = true });
        Assert.Equal([line + 1, line + 2], tail.Select(e => (int)e![1]!));
        Assert.Equal(("\"second of history\"", "second of history"), ((string?)tail[0]![2]![0], (string?)tail[0]![2]![1]));
        JsonArray range = History(new() { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = line, ["stop"] = line + 2 });
        Assert.Equal([line, line + 1], range.Select(e => (int)e![1]!));
        JsonArray search = History(new() { ["hist_access_type"] = "search", ["pattern"] = "*of history*", ["unique"] = true, ["n"] = 10 });
        Assert.Equal([line + 1, line + 2], search.Select(e => (int)e![1]!));
        Assert.Empty(History(new() { ["hist_access_type"] = "range", ["session"] = -1, ["start"] = 1, ["stop"] = 9 }));
    }

    [Fact]
    public void A_comm_is_closed_at_once()
    {
        string id = kernel.Send(MessageType.CommOpen, new() { ["comm_id"] = "c1", ["target_name"] = "widget",
            ["data"] = new JsonObject() });
        Message close = Assert.Single(kernel.Published(id), m => m.Type != MessageType.Status);
        Assert.Equal((MessageType.CommClose, "c1"), (close.Type, (string?)close.Content["comm_id"]));
        kernel.Send(MessageType.CommMessage, new() { ["comm_id"] = "c1", ["data"] = new JsonObject() });
        kernel.Send(MessageType.CommClose, new() { ["comm_id"] = "c1", ["data"] = new JsonObject() });
        Assert.Equal("{}", kernel.Ask(MessageType.CommInfoRequest, []).Content["comms"]!.ToJsonString());
    }

    [Fact]
    public void Debugging_is_refused_in_the_debuggers_protocol()
    {
        JsonObject reply = kernel.Ask(MessageType.DebugRequest, new() { ["seq"] = 7, ["type"] = "request", ["command"] = "initialize" },
            control: true).Content;
        Assert.Equal((7, false, "initialize"), ((int)reply["request_seq"]!, (bool)reply["success"]!, (string?)reply["command"]));
    }

    [Theory]
    [InlineData(MessageType.ExecuteRequest, "{\"code\": 5}")]
    [InlineData(MessageType.ExecuteRequest, "{\"code\": \"1\", \"user_expressions\": {\"a\": []}}")]
    [InlineData(MessageType.CompleteRequest, "{\"code\": \"Con\", \"cursor_pos\": \"x\"}")]
    [InlineData(MessageType.HistoryRequest, "{\"n\": {}}")]
    public void Content_of_the_wrong_type_is_an_error_reply(string type, string content) =>
        Assert.Equal("error", kernel.Ask(type, JsonNode.Parse(content)!.AsObject()).Status);

    [Fact]
    public void Messages_that_are_malformed_or_not_ours_are_dropped_without_harm()
    {
        kernel.Execute("int touched = 0;");
        JsonObject attack = ProtocolClient.Cell("touched++");
        List<byte[]> Spoiled(Action<List<byte[]>> spoil)
        {
            List<byte[]> frames = kernel.Frames(MessageType.ExecuteRequest, attack.DeepClone().AsObject());
            spoil(frames);
            return frames;
        }
        kernel.SendFrames(Spoiled(f => f[1] = [])); // unsigned
        kernel.SendFrames(Spoiled(f => f[1] = Encoding.ASCII.GetBytes(new string('0', 64)))); // badly signed
        kernel.SendFrames(Spoiled(f => f[^1] = "{\"code\": \"touched += 2\"}"u8.ToArray())); // changed after it was signed
        kernel.SendFrames(new WireFormat("another key").ToFrames(new MessageSession("x")
            .Create(MessageType.ExecuteRequest, attack.DeepClone().AsObject())));
        kernel.SendFrames(Spoiled(f => f.RemoveAt(f.Count - 1)));
        kernel.SendFrames(Spoiled(f => f[0] = "no delimiter"u8.ToArray()));
        kernel.SendFrames([[]]);
        kernel.SendFrames([Encoding.UTF8.GetBytes("noise"), [0xff, 0xfe]]);
        kernel.Send("unheard_of_request", []);
        Assert.Equal("0", (string?)Assert.Single(kernel.Execute("touched").Outputs).Content["data"]!["text/plain"]);
    }
}
