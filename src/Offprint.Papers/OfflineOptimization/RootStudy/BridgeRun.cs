using System.Diagnostics;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Optimization.Models;
using Offprint.Optimization.Translation;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>Makes pairs once, trains a bridge for each way to take them, and translates.</summary>
internal sealed class BridgeRun(BridgeSettings settings, RunContext context)
{
    private readonly Measuring _measuring = new(settings.Problem, settings.Share);
    private readonly Seed _seed = context.Seeds[0];

    public BridgeResult Run()
    {
        int[] steps = [.. settings.Variants.Select(v => v.Steps).Distinct().Order()];
        var clock = Stopwatch.StartNew();
        List<IReadOnlyList<IReadOnlyList<TranslationPairs>>> epochs = Draw(steps);
        double drawSeconds = clock.Elapsed.TotalSeconds, trainSeconds = 0;
        Dictionary<BridgeVariant, BridgeOutcome> outcomes = [];
        int pairs = 0;
        foreach (var group in settings.Variants.GroupBy(v => (v.Steps, v.Starts)))
        {
            context.Report(1 + outcomes.Count, 1 + settings.Variants.Count,
                $"bridge of {group.Key.Steps} steps, {group.Key.Starts} starts");
            int place = Array.IndexOf(steps, group.Key.Steps), count = 0;
            double loss = double.NaN;
            clock.Restart();
            using BridgeNetwork network = settings.Search.Train(epoch =>
            {
                TranslationPairs[] taken = [.. epochs[epoch][place].Select(p => p.FromStarts(group.Key.Starts))];
                count += taken.Sum(p => p.Count);
                return taken;
            }, _measuring.Data.Dimension, _seed, (epoch, training) =>
            {
                if (epoch == settings.Search.Epochs - 1)
                    loss = training.ValidationLoss();
            }, context.Cancellation);
            (trainSeconds, pairs) = outcomes.Count == 0 ? (clock.Elapsed.TotalSeconds, count) : (trainSeconds, pairs);
            foreach (BridgeVariant variant in group)
                outcomes[variant] = new(variant, Translate(network, variant), Math.Round(loss, 6));
        }
        foreach (TranslationPairs drawn in epochs.SelectMany(e => e).SelectMany(p => p))
            drawn.Dispose();
        return new(_measuring.BestVisible, pairs, [.. settings.Variants.Select(v => outcomes[v])], drawSeconds, trainSeconds);
    }

    private List<IReadOnlyList<IReadOnlyList<TranslationPairs>>> Draw(int[] steps)
    {
        List<IReadOnlyList<IReadOnlyList<TranslationPairs>>> epochs = [];
        for (int epoch = 0; epoch < settings.Search.Epochs; epoch++)
        {
            context.Report(epoch, 2 * settings.Search.Epochs, $"functions, epoch {epoch}");
            epochs.Add(settings.Search.Draw(_measuring.Data, epoch, _seed, steps, context.Cancellation));
            context.Mark($"epoch {epoch}", epochs[^1][^1][^1].GoodValues);
        }
        return epochs;
    }

    private DesignOutcome Translate(BridgeNetwork network, BridgeVariant variant)
    {
        BridgeSearch search = settings.Search with
        {
            Translation = settings.Search.Translation with { Guidance = variant.Guidance },
            Order = variant.Order,
            TargetScore = variant.Target == TargetRule.HiddenBest ? _measuring.HiddenBest : null,
        };
        SampleMatrix designs = search.Translate(network, _measuring.Data, settings.Candidates, _seed);
        bool main = variant == settings.Variants[0];
        using GaussianProcess? process = main ? _measuring.Process.Fit(_measuring.Data, _seed) : null;
        return _measuring.Outcome(designs, keeps: main, process);
    }
}
