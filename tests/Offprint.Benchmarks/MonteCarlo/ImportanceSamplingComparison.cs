using System.Diagnostics;
using System.Text.Json;
using Offprint.Estimators.ControlVariates;
using Offprint.Numerics;
using Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

namespace Offprint.Benchmarks.MonteCarlo;

/// <summary>
/// Adaptive importance sampling against the same estimator in straightforward NumPy, one thread each. The peer's process stays alive, so
/// that its start counts for nothing, and runs take turns.
/// </summary>
internal static class ImportanceSamplingComparison
{
    private const int Rounds = 7;
    private const double Target = 2;

    public static int Run()
    {
        var laws = CantileverBeam.Laws(100, LawStudy.DesignSeed);
        using var peer = Peers.Python(Path.Combine("MonteCarlo", "importance_sampling.py"));
        if (peer is null)
        {
            Console.WriteLine("No Python with NumPy here (Debian: python3-numpy).");
            return 1;
        }
        peer.StandardInput.WriteLine(JsonSerializer.Serialize(laws.Select(l => new[]
            { l.ForceX, l.ForceY, l.Modulus, l.Width, l.Thickness, l.Length, l.WidthThickness, l.WidthLength, l.ThicknessLength })));
        bool reached = true;
        Console.WriteLine($"{"medians of " + Rounds + " runs, N = 20,000",-34} {"Offprint",11} {"NumPy",11}   speed-up");
        foreach (var (name, problem) in new (string, ExpectationProblem)[] { ("moments", GaussianMoments.Problem(10)),
            ("beam", CantileverBeam.SobolProblem()), ("laws", CantileverBeam.LawProblem(laws)) })
            reached &= Compare(name, problem, peer);
        peer.StandardInput.Close();
        peer.WaitForExit();
        return reached ? 0 : 1;
    }

    private static bool Compare(string name, ExpectationProblem problem, Process peer)
    {
        var pairs = new List<(double Ours, double Peer, double Difference)>();
        for (int round = -1; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var ours = new AdaptiveImportanceSampling().Estimate(problem, new Seed((ulong)(round + 1)));
            double seconds = clock.Elapsed.TotalSeconds;
            peer.StandardInput.WriteLine(name);
            var answer = JsonDocument.Parse(peer.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException("The peer ended: " + peer.StandardError.ReadToEnd())).RootElement;
            double[] values = [.. answer.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
            if (round >= 0) // the first pair warms up
                pairs.Add((seconds, answer.GetProperty("seconds").GetDouble(),
                    values.Zip(ours.Estimates.Values, (a, b) => Math.Abs(a / b - 1)).Average()));
        }
        double[] ratios = [.. pairs.Select(p => p.Peer / p.Ours).Order()];
        double median = SideBySide.Median(ratios);
        Console.WriteLine($"{name,-34} {SideBySide.Median(pairs.Select(p => p.Ours)) * 1e3,8:F1} ms " +
            $"{SideBySide.Median(pairs.Select(p => p.Peer)) * 1e3,8:F1} ms   " +
            $"{median:F1} [{ratios[0]:F1}, {ratios[^1]:F1}]   {(median >= Target ? "reached" : "MISSED")}; estimates differ by " +
                $"{SideBySide.Median(pairs.Select(p => p.Difference)):P1} on average");
        return median >= Target;
    }
}
