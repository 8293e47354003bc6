using Offprint.Agents.Models;
using Offprint.Datasets.Offline;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Files;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Models;

public sealed class EnsembleDynamicsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Means come close to the system's, and log-variances to those of its noise, within a fifth.</summary>
    [Fact]
    public void A_linear_system_is_found_with_its_noise()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using EnsembleDynamics model = EnsembleDynamics.Fit(LinearSystem.Log(6000), LinearSystem.Options, AgentCases.Seeds(2));
        Tensor states = randn(1, 500, 2, generator: new Generator(1)), actions = rand(1, 500, 2, generator: new Generator(2)) * 2 - 1;
        (Tensor mean, Tensor logVariance) = model.Law(cat([states, actions], 2));
        Tensor expected = cat([actions * LinearSystem.Gain, states.narrow(2, 0, 1)], 2);
        Assert.Equal([4, 500, 3], mean.shape); // two elites of two seeds
        double[] noise = [LinearSystem.StateNoise, LinearSystem.StateNoise, LinearSystem.RewardNoise];
        for (int i = 0; i < 3; i++)
        {
            double error = (mean - expected).narrow(2, i, 1).Squared().mean().sqrt().item<float>();
            Assert.InRange(error, 0, noise[i] / 3);
            Assert.InRange((logVariance.narrow(2, i, 1) / 2).exp().mean().item<float>(), 0.8 * noise[i], 1.25 * noise[i]);
        }
        // Held-out errors are shares of variance: what noise leaves of it, up to a tenth.
        double floor = (2 * Share(LinearSystem.StateNoise, LinearSystem.Gain / Math.Sqrt(3)) + Share(LinearSystem.RewardNoise, 1)) / 3;
        Assert.All(model.HeldOutErrors.SelectMany(e => e), error => Assert.InRange(error, 0.8 * floor, 1.15 * floor));

        static double Share(double noise, double signal) => noise * noise / (noise * noise + signal * signal);
    }

    /// <summary>
    /// A seed's model is the same alone and beside another, but for the rounding of some of libtorch's functions, which on some processors
    /// depends on where in an array a number stands. Training again gives the same bits.
    /// </summary>
    [Fact]
    public void Seeds_do_not_see_each_other()
    {
        OfflineDataset log = LinearSystem.Log(2000);
        DynamicsOptions options = LinearSystem.Options with { Epochs = 3 };
        Seed[] seeds = AgentCases.Seeds(2);
        using EnsembleDynamics both = EnsembleDynamics.Fit(log, options, seeds), alone = EnsembleDynamics.Fit(log, options, [seeds[1]]);
        using EnsembleDynamics again = EnsembleDynamics.Fit(log, options, seeds);
        Assert.Equal(both.Network.Parameters.ValueSpan, again.Network.Parameters.ValueSpan);
        using var copy = new ParameterBuffer(2, both.Network.Parameters.Specs, trainable: false);
        for (int e = 0; e < 2; e++)
            copy.CopyMember(e, both.Network.Parameters, 2 + e);
        const float Rounding = 1e-4f;
        using EnsembleDynamics other = EnsembleDynamics.Fit(LinearSystem.Log(1900), options, [seeds[1]]);
        Assert.Contains(alone.Network.Parameters.ValueSpan.ToArray().Zip(other.Network.Parameters.ValueSpan.ToArray()),
            pair => Math.Abs(pair.First - pair.Second) > 10 * Rounding); // what other rows do is no rounding
        Assert.Equal(alone.Network.Parameters.ValueSpan.ToArray(), copy.ValueSpan.ToArray(), (x, y) => Math.Abs(x - y) <= Rounding);
        Assert.Equal(alone.HeldOutErrors[0], both.HeldOutErrors[1], (x, y) => Math.Abs(x - y) <= Rounding);
    }

    /// <summary>Without noise each row's successor is the mean of one of its seed's elites, and elites have equally many rows.</summary>
    [Theory]
    [InlineData(10, 1)]
    [InlineData(7, 1)]
    [InlineData(7, 3)]
    public void Rows_are_dealt_to_elites(int rows, int copies)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using EnsembleDynamics model = EnsembleDynamics.Fit(LinearSystem.Log(1000), LinearSystem.Options with { Epochs = 1 },
            AgentCases.Seeds(2));
        using var random = new PopulationRandom(AgentCases.Seeds(2));
        Tensor states = random.Normal(rows, 2).repeat(1, copies, 1), actions = random.Uniform(rows, 2).repeat(1, copies, 1);
        StepDraws draws = model.Draws(rows, random, copies);
        ModelStep step = model.Step(states, actions, draws with { Noise = zeros_like(draws.Noise) });
        for (int p = 0; p < 2; p++)
        {
            Tensor means = model.Law(cat([states[p], actions[p]], 1).unsqueeze(0)).Mean.narrow(0, 2 * p, 2); // [2, rows, 3]
            Tensor next = states[p].unsqueeze(0) + means.narrow(2, 0, 2), hit = (next - step.Next[p]).abs().amax([2]).lt(1e-5);
            Assert.InRange((next - step.Next[p]).abs().amax([2]).amin([0]).max().item<float>(), 0, 1e-5f);
            long[] counts = [.. hit.to_type(ScalarType.Int64).sum([1]).data<long>()];
            Assert.InRange(counts[0], rows / 2 * copies, (rows + 1) / 2 * copies);
            Assert.Equal(rows * copies, counts.Sum());
            Tensor reward = where(hit.unsqueeze(2), means.narrow(2, 2, 1), zeros_like(means.narrow(2, 2, 1))).sum([0]);
            Assert.InRange((reward - step.Rewards[p]).abs().max().item<float>(), 0, 1e-5f);
        }
        // Copies share elites and noise.
        Tensor noisy = model.Step(states, actions, draws).Next.view(2, copies, rows, 2);
        Assert.InRange((noisy - noisy.narrow(1, 0, 1)).abs().max().item<float>(), 0, 1e-5f); // a row's place may round otherwise
    }

    [Fact]
    public void A_file_gives_the_same_model()
    {
        using EnsembleDynamics model = EnsembleDynamics.Fit(LinearSystem.Log(1000), LinearSystem.Options with { Epochs = 1 },
            AgentCases.Seeds(2));
        model.Write(_folder["model.npz"]);
        using EnsembleDynamics read = EnsembleDynamics.Read(_folder["model.npz"], LinearSystem.Spec, LinearSystem.Options,
            AgentCases.Seeds(2));
        Assert.Equal(model.Network.Parameters.Hash(), read.Network.Parameters.Hash());
        Assert.Equal(model.HeldOutErrors, read.HeldOutErrors);
        Assert.Throws<InvalidDataException>(() => EnsembleDynamics.Read(_folder["model.npz"], LinearSystem.Spec,
            LinearSystem.Options with { Hidden = [16] }, AgentCases.Seeds(2)));
    }

    [Fact]
    public void What_cannot_be_fitted_is_named()
    {
        OfflineDataset log = LinearSystem.Log(400);
        string Refusal(DynamicsOptions options) =>
            Assert.Throws<ArgumentException>(() => EnsembleDynamics.Fit(log, options, AgentCases.Seeds(1))).Message;
        Assert.Contains("500 are held out", Refusal(LinearSystem.Options));
        Assert.Contains("4 elites of 3", Refusal(LinearSystem.Options with { Elites = 4, HeldOut = 10 }));
        Assert.Contains("3 penalties for 2 layers", Refusal(LinearSystem.Options with { Decay = [1, 1, 1], HeldOut = 10 }));
    }
}
