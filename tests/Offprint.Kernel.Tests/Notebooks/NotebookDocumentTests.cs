using System.Text;
using System.Text.Json.Nodes;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Tests.Notebooks;

public class NotebookDocumentTests
{
    [Fact]
    public void A_notebook_that_only_passes_through_stays_the_same_to_the_byte()
    {
        string text = """
            {
             "future_field": {
              "z": 1.50,
              "a": [],
              "big": 12345678901234567890123
             },
             "cells": [
              {
               "attachments": {
                "p.png": {
                 "image/png": "iVBORw0KGgo="
                }
               },
               "cell_type": "markdown",
               "id": "m",
               "metadata": {},
               "source": [
                "Ünïcode 東京 🙂 <b>&amp;</b> ' \u001b \"q\" \\ \t\n",
                "\u007f/"
               ]
              },
              {
               "cell_type": "raw",
               "unknown": null,
               "id": "r",
               "metadata": {
                "empty": {},
                "flag": true
               },
               "source": "one string"
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """.Replace("\\u007f", "\u007f", StringComparison.Ordinal);
        Assert.Equal(text, NotebookDocument.Parse(Encoding.UTF8.GetBytes(text), "n").ToText());
    }

    [Fact]
    public void Half_of_a_surrogate_pair_passes_through()
    {
        NotebookDocument whole = TestNotebook.Of("1");
        whole.Cells[0].Outputs = [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "printed" }];
        string text = whole.ToText().Replace("cell-0", "\\ud83d", StringComparison.Ordinal)
            .Replace("printed", "\\ude00", StringComparison.Ordinal);
        Assert.Equal(text, NotebookDocument.Parse(Encoding.UTF8.GetBytes(text), "n").ToText());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n", "is empty")]
    [InlineData("{\"cells\": [", "cut short")]
    [InlineData("{\"cells\": [}", "not valid JSON at line 1")]
    [InlineData("<<<<<<< HEAD\n{}", "not valid JSON")]
    [InlineData("[]", "not a notebook")]
    [InlineData("{}", "no nbformat")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbformat 3")]
    [InlineData("{\"nbformat\": \"4\"}", "no nbformat")]
    [InlineData("{\"nbformat\": 4}", "cells are missing")]
    [InlineData("{\"nbformat\": 4, \"cells\": [1]}", "are not cells")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [1]}]}", "does not follow the notebook format")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "does not follow the notebook format")]
    public void What_is_no_notebook_is_named_with_the_reason(string text, string reason)
    {
        UserException e = Assert.Throws<UserException>(() => NotebookDocument.Parse(Encoding.UTF8.GetBytes(text), "bad.ipynb"));
        Assert.Contains("bad.ipynb", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_cut_of_a_notebook_is_reported_and_never_crashes()
    {
        byte[] whole = Encoding.UTF8.GetBytes(TestNotebook.Text("Console.WriteLine(\"é\");", "2").TrimEnd());
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<UserException>(() => NotebookDocument.Parse(whole.AsSpan(0, length), "cut.ipynb"));
    }

    [Fact]
    public void A_missing_notebook_is_named() => Assert.Contains(
        "/no/such.ipynb", Assert.Throws<UserException>(() => NotebookDocument.Load("/no/such.ipynb")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a\n")]
    [InlineData("a\n\nb")]
    public void Text_stored_as_lines_reads_back(string text) => Assert.Equal(text, MultilineText.Read(MultilineText.Write(text)));

    [Fact]
    public void Appending_goes_on_with_an_unfinished_line()
    {
        var lines = MultilineText.Write("a\nb");
        MultilineText.Append(lines, "c\nd");
        Assert.Equal(["a\n", "bc\n", "d"], lines.Select(l => (string?)l));
    }
}
