using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Experiments.Verification;
using Library = Offprint.Papers.Papers;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint verify</c>: computes stored results again and compares.</summary>
internal static class VerifyCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Argument<string[]> s_slugs = new("slug")
    {
        Description = "The papers' slugs [default: all papers].", Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> s_all = new("--all")
    {
        Description = "All stored cells, not just the cheapest of each experiment.",
    };

    private static readonly Option<string[]> s_only = new("--only")
    {
        Description = "Only this experiment. Repeatable.", AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<double?> s_budget = new("--budget")
    {
        Description = "Seconds for all of them together. What does not fit is left out; which, is another with each commit.",
    };

    private static readonly Option<double?> s_limit = new("--limit")
    {
        Description = "A cell that took longer is computed up to its last mark within as many seconds [default: 20].",
    };

    private static readonly Option<bool> s_record = new("--record")
    {
        Description = "Adds to stored files: instructions of cells that give the same bits, marks of cells beyond the limit without any.",
    };

    private static readonly Option<int> s_workers = new("--workers")
    {
        Description = "Cells computed at the same time [default: one a core].", DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<bool> s_asJson = new("--json") { Description = "Prints JSON: one object a cell." };

    public static Command Create()
    {
        Command command = new("verify", "Computes the cheapest stored cell of each experiment again, into memory, and compares.")
        {
            s_slugs, s_only, s_all, s_budget, s_limit, s_record, s_workers, s_asJson,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_budget) is <= 0)
                result.AddError("--budget takes a positive number of seconds.");
            if (result.GetValue(s_limit) is <= 0)
                result.AddError("--limit takes a positive number of seconds.");
        });
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        IReadOnlyList<Paper> papers = result.GetValue(s_slugs) is { Length: > 0 } slugs
            ? [.. slugs.Distinct().Select(PapersCommand.Find)]
            : Library.All;
        string commit = Provenance.Here(default, 0).Commit;
        if (result.GetValue(s_record) && (commit == "unknown" || commit.EndsWith('+')))
            throw new UserException("--record writes the commit into stored files, and the sources differ from it: commit them first.");
        foreach (string name in result.GetValue(s_only) ?? [])
        {
            if (!papers.Any(p => p.Experiments.Any(e => e.Name == name)))
                throw new UserException($"No experiment is named '{name}'; `offprint show <slug>` lists a paper's.");
        }
        var defaults = new VerificationOptions();
        var verifier = new Verifier(defaults with
        {
            All = result.GetValue(s_all), Budget = result.GetValue(s_budget), Limit = result.GetValue(s_limit) ?? defaults.Limit,
            Record = result.GetValue(s_record), Experiments = result.GetValue(s_only) ?? [], Workers = result.GetValue(s_workers),
            Rotation = commit,
        });
        try
        {
            var cells = await verifier.RunAsync(papers, new ConsoleProgress(), cancellation).ConfigureAwait(false);
            await Console.Error.WriteLineAsync().ConfigureAwait(false);
            if (result.GetValue(s_asJson))
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(cells, s_json)).ConfigureAwait(false);
            else
                Print(cells);
            return cells.Any(c => c.Failed) ? 1 : 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("\nStopped. Nothing was changed but what --record had written.").ConfigureAwait(false);
            return 130;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or DllNotFoundException)
        {
            throw UserException.Of(e);
        }
    }

    private static void Print(IReadOnlyList<CellVerification> cells)
    {
        PapersCommand.Print(new Card("Stored results, computed again")
        {
            Subtitle = $"With .NET's {InstructionSets.Here.DotNet}; libtorch's {InstructionSets.Here.LibTorch}",
            Tables =
            [
                new CardTable("", ["Paper", "Experiment", "Cell", "Outcome", new TableColumn("Time", "s"), "Detail"],
                    [.. cells.Select(c => (IReadOnlyList<TableCell>)
                        [c.Paper, c.Experiment, c.Cell ?? "", Shown(c), c.Seconds > 0 ? Math.Round(c.Seconds, 1) : "", c.Detail])]),
            ],
        });
        Console.Out.WriteLine(Totals(cells));
    }

    private static TableCell Shown(CellVerification cell)
    {
        TableCell text = cell.Outcome switch
        {
            VerificationOutcome.SameBits => "same bits",
            VerificationOutcome.WithinTolerance => "within tolerance",
            VerificationOutcome.Different => "DIFFERENT",
            VerificationOutcome.Recorded => "marks recorded",
            VerificationOutcome.OtherMachine => "other machine",
            VerificationOutcome.InputAbsent => "input absent",
            VerificationOutcome.AwaitsRecomputation => "awaits recomputation",
            VerificationOutcome.TooExpensive => "too expensive",
            VerificationOutcome.LeftOut => "left out",
            _ => "not stored",
        };
        return text with { Emphasis = cell.Failed ? Emphasis.Bad : cell.Passed ? Emphasis.Good : Emphasis.Muted };
    }

    /// <summary>Begins as the totals of tests do, so that continuous integration reads both alike.</summary>
    private static string Totals(IReadOnlyList<CellVerification> cells)
    {
        var others = cells.Where(c => !c.Passed && !c.Failed).GroupBy(c => c.Outcome).OrderBy(g => g.Key)
            .Select(g => $"{g.Count()} {Shown(g.First()).Text}");
        return string.Join(", ", others.Prepend($"{cells.Count(c => c.Failed)} failed").Prepend($"{cells.Count(c => c.Passed)} passed"));
    }
}
