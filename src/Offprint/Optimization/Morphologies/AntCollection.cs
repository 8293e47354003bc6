using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;

namespace Offprint.Optimization.Morphologies;

/// <summary>
/// How the measured ants came about, as Design-Bench's did: the default body, then runs of CMA-ES in normalized coordinates, each from
/// another point near the default; every body that a run measures is kept.
/// </summary>
public sealed record AntCollection
{
    private const double SaveSeconds = 20;

    /// <summary>Bodies. Default 25,009: one, and 1,563 generations of 16.</summary>
    [Range(2, 10_000_000)]
    public int Count { get; init; } = 25_009;

    /// <summary>The deviation of a run's start from the default body. Default 0.075.</summary>
    [Range(0.0, 10.0)]
    public double StartDeviation { get; init; } = 0.075;

    /// <summary>σ of CMA-ES at its start. Default 0.02.</summary>
    [Range(1e-9, 10.0)]
    public double Deviation { get; init; } = 0.02;

    /// <summary>Generations of a run. Default 250.</summary>
    [Range(1, 1_000_000)]
    public int Generations { get; init; } = 250;

    /// <summary>Bodies of a generation. Default 16.</summary>
    [Range(2, 10_000)]
    public int Population { get; init; } = 16;

    /// <summary>How bodies move.</summary>
    public AntGait Gait { get; init; } = AntGait.Default;

    /// <summary>Decides the draws. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Raised when the code gives other bodies for the same settings.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What the data are kept under.</summary>
    [JsonIgnore]
    public ArtifactKey Key => ArtifactKey.Of("ant-morphology", this);

    /// <summary>The measured bodies, made now if they do not exist; a stopped run resumes.</summary>
    /// <param name="artifacts">Where they are kept; the user's cache, after what ships, if null.</param>
    /// <param name="workers">Rollouts side by side; the data do not depend on it.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops after the generation at hand.</param>
    /// <returns>Bodies in raw units as asked for, clipped only where they are built, [Count, 60], and their scores.</returns>
    /// <exception cref="Environments.MuJoCo.MujocoException">They do not exist and MuJoCo is missing.</exception>
    public DesignDataset Get(Artifacts? artifacts = null, int workers = 1, Action<double>? progress = null,
        CancellationToken cancellation = default)
    {
        string folder = (artifacts ?? Artifacts.Default).GetOrCreate(Key,
            path => Make(path, workers, progress, cancellation), cancellation);
        return DesignFile.Read(Path.Combine(folder, "designs.npz"));
    }

    private void Make(string folder, int workers, Action<double>? progress, CancellationToken cancellation)
    {
        string resume = Artifacts.ResumeFile(folder);
        List<double[]> designs = [];
        List<double> scores = [];
        double[] known = File.Exists(resume) ? NpzFile.Read(resume)["scores"].As<double>() : [];
        var sinceSave = Stopwatch.StartNew();
        try
        {
            foreach ((double[][] asked, Action<double[]> tell) in AllGenerations())
            {
                // What a former attempt measured is not measured again: the same points are asked for.
                int first = scores.Count;
                double[] measured = Workers.Compute(asked.Length, workers, i =>
                    first + i < known.Length ? known[first + i] : AntRollout.Score(AntDesigns.Stored(asked[i]), Gait));
                tell(measured);
                designs.AddRange(asked);
                scores.AddRange(measured);
                progress?.Invoke(Math.Min(1, (double)scores.Count / Count));
                cancellation.ThrowIfCancellationRequested();
                if (sinceSave.Elapsed.TotalSeconds > SaveSeconds)
                {
                    Save();
                    sinceSave.Restart();
                }
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }
        DesignFile.Write(Path.Combine(folder, "designs.npz"), new(new(Count, AntDesigns.Dimension,
            [.. designs.Take(Count).SelectMany(design => design.Select(x => (float)x))]), [.. scores.Take(Count)]));

        void Save()
        {
            if (scores.Count > known.Length)
                NpzFile.Write(resume, new Dictionary<string, NumericArray> { ["scores"] = new([scores.Count], scores.ToArray()) });
        }
    }

    /// <summary>What is measured, together, and who learns from it: the default body, then generation after generation.</summary>
    private IEnumerable<(double[][] Asked, Action<double[]> Tell)> AllGenerations()
    {
        yield return ([[.. AntDesigns.Default]], _ => { });
        int count = 1;
        for (int run = 0; ; run++)
        {
            CmaEvolutionStrategy search = Search(run);
            for (int generation = 0; generation < Generations; generation++, count += Population)
            {
                if (count >= Count)
                    yield break;
                double[][] points = search.Ask();
                yield return (Array.ConvertAll(points, AntDesigns.Denormalize),
                    scores => search.Tell(points, Array.ConvertAll(scores, score => -score)));
            }
        }
    }

    private CmaEvolutionStrategy Search(int run)
    {
        Seed seed = new Seed(Seed).Derive("ant designs").Derive((ulong)run);
        RandomStream random = seed.Derive("start").Stream();
        double[] start = AntDesigns.Normalize(AntDesigns.Default);
        for (int i = 0; i < start.Length; i++)
            start[i] += StartDeviation * random.NextNormal();
        return new(start, Deviation, seed.Derive("search"), Population);
    }
}
