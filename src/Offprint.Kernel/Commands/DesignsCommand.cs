using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Offprint.Cards;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Morphologies;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint designs</c>: measures the bodies of the task Ant morphology.</summary>
internal static class DesignsCommand
{
    private static readonly Option<int> s_count = new("--count")
    {
        Description = "Bodies to measure.", CustomParser = Numbers.Positive, DefaultValueFactory = _ => new AntCollection().Count,
    };

    private static readonly Option<int> s_workers = new("--workers")
    {
        Description = "Rollouts side by side.", CustomParser = Numbers.Positive, DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<bool> s_tune = new("--tune-gait")
    {
        Description = "Tune the gait of the default body instead, and print it.",
    };

    public static Command Create()
    {
        Command command = new("designs",
            "Measures the ants of the task Ant morphology as Design-Bench's were collected; a stopped run resumes. What ships is " +
            "taken as is.")
        {
            s_count, s_workers, s_tune,
        };
        command.SetAction((result, cancellation) => Task.Run(() => Run(result, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        int workers = result.GetValue(s_workers);
        try
        {
            return result.GetValue(s_tune) ? Tune(workers) : Collect(result.GetValue(s_count), workers, cancellation);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("\nStopped. The same command goes on from here.");
            return 130;
        }
        catch (Exception e) when (e is MujocoException or InvalidDataException or IOException)
        {
            throw UserException.Of(e);
        }
    }

    private static int Tune(int workers)
    {
        (AntGait gait, double score) = new AntGaitTuning().Run(workers);
        Console.Error.WriteLine($"The default body scores {score} with this gait.");
        Console.Out.WriteLine(JsonSerializer.Serialize(gait, StoreJson.Options));
        return 0;
    }

    private static int Collect(int count, int workers, CancellationToken cancellation)
    {
        var progress = new ConsoleProgress();
        var since = Stopwatch.StartNew();
        DesignDataset all = new AntCollection { Count = count }.Get(workers: workers,
            progress: share => progress.Report(new RunProgress("ants", share, 1, since.Elapsed)), cancellation: cancellation);
        Console.Error.WriteLine();
        DesignDataset visible = new AntMorphology(all, AntGait.Default).Visible;
        return PapersCommand.Print(new Card("Ant morphology")
        {
            Facts =
            [
                new Fact("Bodies", all.Count), new Fact("Least score", all.Scores.Min()), new Fact("Best score", all.Scores.Max()),
                new Fact("Score of the default body", all.Scores[0]), new Fact("Visible bodies", visible.Count),
                new Fact("Best visible score", visible.Scores.Max()),
            ],
        });
    }
}
