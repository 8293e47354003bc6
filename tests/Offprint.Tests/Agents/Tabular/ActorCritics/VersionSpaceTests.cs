using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular.ActorCritics;

public sealed class VersionSpaceTests
{
    private static readonly TabularMdp s_mdp = TabularMdps.DeepSea(3, 0.2);

    /// <summary>The incremental losses against sums over a list of all steps, as the definition has them.</summary>
    [Fact]
    public void The_excess_is_the_definitions()
    {
        FunctionClass functions = Random(30);
        var space = new VersionSpace(functions, s_mdp.Initial);
        var simulator = new TabularSimulator(s_mdp, new Seed(1));
        RandomStream random = new Seed(2).Stream();
        List<(int H, int S, int A, double R, int Next)> steps = [];
        for (int t = 0; t < 50; t++)
        {
            int s = simulator.Reset();
            for (int h = 0; h < 3; h++)
            {
                int a = random.NextInt(2);
                var (r, next) = simulator.Step(a);
                steps.Add((h, s, a, r, next));
                space.Observe(h, s, a, r, next);
                s = next;
            }
        }
        double Loss(int h, StateActionTable f, StateActionTable g) => steps.Where(x => x.H == h).Sum(x =>
            Math.Pow(f[x.S, x.A, h] - x.R - (h < 2 ? Math.Max(g[x.Next, 0, h + 1], g[x.Next, 1, h + 1]) : 0), 2));
        double Excess(int i, int h) => Loss(h, functions.Functions[i], functions.Functions[i])
            - functions.Functions.Min(f => Loss(h, f, functions.Functions[i]));
        for (int i = 0; i < functions.Count; i++)
        {
            for (int h = 0; h < 3; h++)
                Assert.Equal(Excess(i, h), space.ExcessOf(i, h), 1e-9);
        }
        Assert.Equal(Enumerable.Range(0, 3).Max(h => Excess(space.Current, h)), space.Excess, 1e-9);
        double allowed = Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 3).Max(h => Excess(i, h))).Order().ElementAt(9) + 1e-9;
        space.Select(allowed);
        Assert.Equal(10, space.Survivors);
        Assert.Equal(Enumerable.Range(0, 3).Max(h => Excess(space.Current, h)), space.Excess, 1e-9);
    }

    [Fact]
    public void The_critic_is_the_most_optimistic_function()
    {
        FunctionClass functions = Random(20);
        var space = new VersionSpace(functions, s_mdp.Initial);
        Assert.Equal(functions.Functions.Max(f => Math.Max(f[0, 0], f[0, 1])), space.Promise, 1e-15);
        Assert.Equal(20, space.Survivors);
    }

    [Fact]
    public void A_class_that_data_contradict_is_named()
    {
        var wrong = new StateActionTable(3, 2, 3);
        wrong.Values.Fill(1);
        var better = new StateActionTable(3, 2, 3);
        var space = new VersionSpace(new([wrong, better]), s_mdp.Initial);
        for (int i = 0; i < 100; i++)
        {
            space.Observe(0, 0, 0, 1, 0); // the best answer to "better"'s target 1 is "wrong", to "wrong"'s target 2 too
            space.Observe(1, 0, 0, -5, 0);
            space.Observe(2, 0, 0, 1, 0); // "better" is refuted here
            space.Observe(2, 0, 1, -1, 0);
            space.Observe(2, 0, 1, -1, 0);
            space.Observe(2, 0, 1, -1, 0); // "wrong" here
        }
        string message = Assert.Throws<EmptyVersionSpaceException>(() => space.Select(10)).Message;
        Assert.Contains("No function of the class of 2 is left", message);
        Assert.Contains("Q*", message);
    }

    [Fact]
    public void Wrong_classes_are_named()
    {
        Assert.Contains("without functions", Assert.Throws<ArgumentException>(() => new FunctionClass([])).Message);
        Assert.Contains("Function 1 is [1, 2, 2]", Assert.Throws<ArgumentException>(() =>
            new FunctionClass([new(3, 2, 3), new(2, 2)])).Message);
        var infinite = new StateActionTable(3, 2, 3);
        infinite[0, 0] = double.PositiveInfinity;
        Assert.Contains("must be finite", Assert.Throws<ArgumentException>(() => new FunctionClass([infinite])).Message);
        EpisodicTask task = EpisodicTask.OfTotal(s_mdp);
        Assert.Contains("no class", Assert.Throws<ArgumentException>(() =>
            new VersionSpaceOptions { Episodes = 10 }.Create(task, new Seed(1))).Message);
        Assert.Contains("c₀ < c₁", Assert.Throws<ArgumentException>(() =>
            new VersionSpaceOptions { Episodes = 10, Kept = 2, Refuted = 1 }.Create(task with { Functions = Random(2) }, new Seed(1)))
            .Message);
        Assert.Contains("needs [8, 8, 2]", Assert.Throws<ArgumentException>(() => new VersionSpaceOptions { Episodes = 10 }
            .Create(EpisodicTask.OfTotal(TabularMdps.DeepSea(8)) with { Functions = Random(2) }, new Seed(1))).Message);
    }

    private static FunctionClass Random(int count)
    {
        RandomStream random = new Seed(9).Stream();
        return new([.. Enumerable.Range(0, count).Select(_ =>
        {
            var f = new StateActionTable(3, 2, 3);
            foreach (ref double value in f.Values)
                value = random.NextDouble();
            return f;
        })]);
    }
}
