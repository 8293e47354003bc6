using System.CommandLine;
using System.Diagnostics;
using Offprint.Agents.Collection;
using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Kernel.Packages;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint collect</c>: makes the logged data sets of a MuJoCo task.</summary>
internal static class CollectCommand
{
    private static readonly Argument<string> s_task = new("task") { Description = "The task, by D4RL's name." };

    private static readonly Option<DatasetLevel[]> s_levels = new("--level")
    {
        Description = "Only this behavior. Repeatable. [default: all]", AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<int> s_rows = new("--rows")
    {
        Description = "Rows of each data set.", CustomParser = Numbers.Positive, DefaultValueFactory = _ => 100_000,
    };

    private static readonly Option<int> s_steps = new("--steps")
    {
        Description = "Steps of the training.", CustomParser = Numbers.Positive, DefaultValueFactory = _ => new BehaviorTraining("").Steps,
    };

    private static readonly Option<int> s_stepsPerUpdate = new("--steps-per-update")
    {
        Description = "Steps of the training from one update to the next.", CustomParser = Numbers.Positive,
        DefaultValueFactory = _ => new BehaviorTraining("").StepsPerUpdate,
    };

    private static readonly Option<int[]> s_hidden = new("--hidden")
    {
        Description = $"Width of a hidden layer; once for each. [default: {string.Join(" ", new BehaviorTraining("").Hidden)}]",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> s_batch = new("--batch")
    {
        Description = "Rows of a batch.", CustomParser = Numbers.Positive, DefaultValueFactory = _ => new BehaviorTraining("").BatchSize,
    };

    private static readonly Option<double> s_rate = new("--rate")
    {
        Description = "Adam's rate.", DefaultValueFactory = _ => new BehaviorTraining("").LearningRate,
    };

    public static Command Create()
    {
        Command command = new("collect",
            "Trains soft actor-critic in a MuJoCo task and logs data sets as D4RL's were; a stopped run resumes.")
        {
            s_task, s_levels, s_rows, s_steps, s_stepsPerUpdate, s_hidden, s_batch, s_rate,
        };
        s_task.AcceptOnlyFromAmong([.. Locomotion.Tasks]);
        s_levels.AcceptOnlyFromAmong([.. Enum.GetNames<DatasetLevel>().SelectMany(n => new[] { n, n.ToLowerInvariant() })]);
        command.SetAction(async (result, cancellation) =>
        {
            await LargePackages.EnsureAsync(cancellation).ConfigureAwait(false);
            return await Task.Run(() => Run(result, cancellation), cancellation).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Replays of D4RL's kind come from a training of their own; those of a training with other settings from itself.</summary>
    private static DatasetRecipe RecipeOf(BehaviorTraining training, DatasetLevel level) =>
        training.IsDefault ? new(training.Task, level) : new(training, level);

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var training = new BehaviorTraining(result.GetRequiredValue(s_task))
        {
            Steps = result.GetValue(s_steps), StepsPerUpdate = result.GetValue(s_stepsPerUpdate),
            Hidden = result.GetValue(s_hidden) is { Length: > 0 } widths ? widths : new BehaviorTraining("").Hidden,
            BatchSize = result.GetValue(s_batch), LearningRate = result.GetValue(s_rate),
        };
        DatasetLevel[] levels = result.GetValue(s_levels) is { Length: > 0 } some ? some : Enum.GetValues<DatasetLevel>();
        var progress = new ConsoleProgress();
        try
        {
            List<IReadOnlyList<TableCell>> rows = [];
            foreach (DatasetLevel level in levels)
            {
                var since = Stopwatch.StartNew();
                OfflineDataset data = DatasetCollector.Get(RecipeOf(training, level) with { Count = result.GetValue(s_rows) },
                    progress: (stage, share) => progress.Report(new RunProgress(stage, share, 1, since.Elapsed)),
                    cancellation: cancellation);
                ReturnStatistics returns = data.Returns();
                rows.Add([data.Name, data.Count, data.Episodes.Count, returns.Mean, returns.Maximum, data.Origin ?? ""]);
            }
            Console.Error.WriteLine();
            return PapersCommand.Print(new Card($"Data sets of {training.Task}")
            {
                Tables = [new CardTable("", ["Name", "Rows", "Episodes", "Mean return", "Best return", "Behavior"], rows)],
            });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("\nStopped. The same command goes on from here.");
            return 130;
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidDataException or IOException or ArithmeticException or DllNotFoundException)
        {
            throw UserException.Of(e);
        }
    }
}
