using System.CommandLine;
using Offprint.Experiments;
using Offprint.Kernel.Packages;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint reproduce</c>: computes a paper's results and stores them, without a notebook.</summary>
internal static class ReproduceCommand
{
    private static readonly Argument<string> s_slug = new("slug") { Description = "The paper's slug." };
    private static readonly Option<Profile> s_profile = new("--profile") { Description = "How much to compute.",
        DefaultValueFactory = _ => Profile.Standard };
    private static readonly Option<string?> s_shard = new("--shard") { Description =
        "Only each n-th cell: i/n, with i from 1 to n. Shards may run on other machines." };
    private static readonly Option<string[]> s_only = new("--only") { Description = "Only this experiment. Repeatable.",
        AllowMultipleArgumentsPerToken = false };

    private static readonly Option<int> s_workers = new("--workers")
    {
        Description = "Cells computed at the same time [default: one a core].", CustomParser = Numbers.Positive,
            DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static Command Create()
    {
        Command command = new("reproduce", "Computes a paper's results that are not stored yet, and its claims.") { s_slug, s_profile,
            s_shard, s_only, s_workers };
        s_profile.AcceptOnlyFromAmong(RunCommand.Profiles);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var paper = PapersCommand.Find(result.GetRequiredValue(s_slug));
        var (shard, count) = ParseShard(result.GetValue(s_shard));
        var options = new RunOptions
        {
            Workers = result.GetValue(s_workers), Shard = shard, ShardCount = count, Experiments = result.GetValue(s_only) ?? [],
            Recompute = true,
        };
        await LargePackages.EnsureAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (result.GetValue(s_profile) == Profile.Paper)
                await EstimateAsync(paper, options, cancellation).ConfigureAwait(false);
            var results = await paper.RunAsync(result.GetValue(s_profile), options, new ConsoleProgress(), cancellation)
                .ConfigureAwait(false);
            await Console.Error.WriteLineAsync().ConfigureAwait(false);
            return PapersCommand.Print(results.Describe());
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("\nStopped. Finished cells are stored; the same command resumes.").ConfigureAwait(false);
            return 130;
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidDataException or IOException or ArithmeticException or DllNotFoundException)
        {
            throw UserException.Of(e);
        }
    }

    /// <summary>The paper's own configuration may take days: says so before it starts.</summary>
    private static async Task EstimateAsync(Paper paper, RunOptions options, CancellationToken cancellation)
    {
        var chosen = paper.Experiments.Where(e => options.Experiments.Count == 0 || options.Experiments.Contains(e.Name)).ToList();
        await Console.Error.WriteLineAsync("offprint: measuring what is left to do").ConfigureAwait(false);
        double hours = 0;
        int cells = 0, unknown = 0;
        foreach (IExperiment experiment in chosen)
        {
            var seconds = experiment.EstimateSeconds(paper.Slug, Profile.Paper, options, cancellation);
            hours += seconds.Values.Sum() / 3600;
            cells += seconds.Count;
            unknown += seconds.Count == 0 && experiment.CellKeys(Profile.Paper).Count > 0 ? 1 : 0;
        }
        string rest = unknown == 0 ? "" : $"; {unknown} experiments that cannot be told beforehand not counted";
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"offprint: {cells} trainings to do: about {hours:F1} core-hours on this machine, {hours / options.Workers:F1} hours with " +
            $"{options.Workers} at a time{rest}. Ctrl-C stops, the same command resumes.")).ConfigureAwait(false);
    }

    private static (int Shard, int Count) ParseShard(string? text)
    {
        if (text is null)
            return (0, 1);
        string[] parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], out int i) && int.TryParse(parts[1], out int n) && i >= 1 && i <= n
            ? (i - 1, n)
            : throw new UserException($"--shard takes i/n with i from 1 to n, for example 1/4; not '{text}'.");
    }
}
