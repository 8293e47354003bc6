using System.Reflection;
using System.Text.Json;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Solvers;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

/// <summary>Samplers as values: stored, read back, told apart.</summary>
public class SolverOptionsTests
{
    private static readonly SolverOptions[] s_all =
    [
        Ddim, Plms(4), HeavyBall(4, 0.9), HeavyBall(4, 0.8), Nesterov(4, 0.8), Mixture(2, 0.5), Ghvb(3.8), Ghvb(2.5),
        Plms(4) with { StartUp = StartUp.ExactHistory }, Plms(4) with { Form = OdeForm.Data },
        new DdimOptions(Prediction.Noise), new DpmSolverPlusPlusOptions(), new DpmSolverPlusPlusOptions(3),
        new DpmSolverPlusPlusOptions(2, true), new UniPcOptions(), new UniPcOptions(3, UniPcVariant.Bh1),
        new UniPcOptions(3, UniPcVariant.Varying), new UniPcOptions(3, LowerOrderFinal: true), new DeisOptions(),
        new DeisOptions(3, Expansion.Taylor), new DeisOptions(3, Expansion.Taylor, true), new PndmOptions(), new PndmOptions(2),
        new DpmSolverOptions(), new DpmSolverOptions(2, Prediction.Data), new DpmSolverOptions(3),
        new MomentumOptions(new DpmSolverPlusPlusOptions(), 0.8), new MomentumOptions(new UniPcOptions(), 0.8),
        new MomentumOptions(new UniPcOptions(), 0.9), new SplittingOptions(Plms(4), Ddim), new SplittingOptions(Plms(4), Ghvb(0.8)),
        new ProbabilityFlowOptions(), new ProbabilityFlowOptions { SubSteps = 7 }, new ProbabilityFlowOptions { Tolerance = 1e-6 },
    ];

    [Fact]
    public void Every_kind_is_read_back_as_it_was_written()
    {
        Type[] kinds = [.. typeof(SolverOptions).Assembly.GetTypes().Where(t => t is { IsAbstract: false }
            && t.IsAssignableTo(typeof(SolverOptions)))];
        Assert.Equal(kinds.OrderBy(t => t.Name), s_all.Select(o => o.GetType()).Distinct().OrderBy(t => t.Name));
        Assert.Equal(kinds.Length, kinds.Select(t => t.GetCustomAttribute<KindAttribute>()!.Name).Distinct().Count());
        foreach (SolverOptions options in s_all)
            Assert.Equal(options, JsonSerializer.Deserialize<SolverOptions>(Text(options), StoreJson.Options));
    }

    [Fact]
    public void What_options_tell_apart_labels_digests_and_keys_of_cells_tell_apart()
    {
        Assert.Equal(s_all.Length, s_all.Select(o => o.Label).Distinct().Count());
        Assert.Equal(s_all.Length, s_all.Select(o => KeyText.Of(o)).Distinct().Count());
        Assert.Equal(s_all.Length, s_all.Select(Text).Distinct().Count());
        Assert.All(s_all, o => Assert.Equal((o.Label, o.Label), (o.Create().Name, o.ToString())));
    }

    [Fact]
    public void Every_option_is_written()
    {
        Assert.Equal("""{"kind":"linear-multistep","order":4,"beta":0.8,"rule":"HeavyBall","startUp":"LowOrder","form":"Noise"}""",
            Text(HeavyBall(4, 0.8)));
        Assert.Equal("""{"kind":"momentum","inner":{"kind":"unipc","order":3,"variant":"Bh2","lowerOrderFinal":false},"beta":0.8}""",
            Text(new MomentumOptions(new UniPcOptions(), 0.8)));
    }

    [Fact]
    public void A_momentum_number_is_an_order_and_a_damping_and_an_integer_has_no_momentum()
    {
        Assert.Equal(new LinearMultistepOptions(4, 0.8, MultistepKind.GeneralizedHeavyBall), Ghvb(3.8));
        Assert.Equal(Plms(3), Ghvb(3));
        Assert.Equal(Ddim, Plms(1));
    }

    [Fact]
    public void Options_out_of_range_are_refused_when_the_solver_is_made()
    {
        SolverOptions[] wrong = [Plms(0), Plms(9), HeavyBall(4, 1.5), new MomentumOptions(new UniPcOptions(), 0),
            new SplittingOptions(Plms(4), Ddim with { Form = OdeForm.Data }), new ProbabilityFlowOptions { SubSteps = 0 }];
        Assert.All(wrong, o => Assert.ThrowsAny<ArgumentException>(o.Create));
        Assert.ThrowsAny<ArgumentException>(() => Ghvb(7.5));
        Assert.ThrowsAny<ArgumentException>(() => Ghvb(0));
    }

    private static string Text(SolverOptions options) => JsonSerializer.Serialize(options, StoreJson.Options);
}
