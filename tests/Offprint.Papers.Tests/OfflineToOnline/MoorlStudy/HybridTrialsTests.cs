using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Papers.OfflineToOnline.MoorlStudy;
using Offprint.Trials;

namespace Offprint.Papers.Tests.OfflineToOnline.MoorlStudy;

public sealed class HybridTrialsTests
{
    private static IReadOnlyList<Cell<Trial>> Standard => Papers.Moorl.Comparison.Cells(Profile.Standard);

    /// <summary>Same log, seeds, starts, warm-up; as many gradient steps after each step but for RLPD.</summary>
    [Fact]
    public void All_methods_have_the_same_chances()
    {
        Assert.All(Standard.GroupBy(cell => cell.Settings.Data.Name), task =>
        {
            Assert.Equal(6, task.Count());
            Assert.Single(task.Select(cell => cell.Settings.Data).Distinct());
            Assert.Single(task.Select(cell => (cell.Settings.Run.OnlineSteps, cell.Settings.Run.EvaluateEvery, cell.Settings.Run.Episodes))
                .Distinct());
            Assert.Single(task.Select(cell => cell.Settings.Method.Online.WarmUpSteps).Distinct());
            Assert.Equal([1, 4], task.Select(cell => (double)cell.Settings.Method.Online.UpdatesPerStep
                / cell.Settings.Method.Online.StepsPerUpdate).Distinct().Order());
        });
    }

    /// <summary>Iterations and blocks of batches are the same stretch of updates, and evaluations come between them.</summary>
    [Fact]
    public void Meta_steps_end_with_their_block()
    {
        var cells = Standard.Concat(Papers.Moorl.Ablation.Cells(Profile.Standard)).Where(cell => cell.Settings.Method.Agent is MoorlOptions)
            .ToList();
        Assert.NotEmpty(cells);
        Assert.All(cells, cell =>
        {
            int k = ((MoorlOptions)cell.Settings.Method.Agent).InnerSteps;
            OnlineRecipe online = cell.Settings.Method.Online;
            Assert.Equal((MixMode.OneSourcePerBlock, k, k, k),
                (online.Mix.Mode, online.Mix.BlockLength, online.StepsPerUpdate, online.UpdatesPerStep));
            Assert.Equal(0, cell.Settings.Run.EvaluateEvery % k);
            Assert.Equal(0, online.WarmUpSteps % k);
        });
    }

    [Fact]
    public void Alternation_is_the_same_method_with_another_meta_rate()
    {
        Method[] methods = [.. Standard.Select(cell => cell.Settings.Method).Where(method => method.Agent is MoorlOptions)];
        Assert.Single(methods.Select(method => method with { Agent = (MoorlOptions)method.Agent with { MetaRate = 0 }, View =
            methods[0].View }).Distinct());
        Assert.Equal([0.5, 1], methods.Select(method => ((MoorlOptions)method.Agent).MetaRate).Distinct().Order());
    }

    [Fact]
    public void Areas_take_all_evaluations_after_the_start() => Assert.All(Standard, cell =>
        Assert.Equal(MoorlPaper.AllEvaluations, cell.Settings.Run.OnlineSteps / cell.Settings.Run.EvaluateEvery));
}
