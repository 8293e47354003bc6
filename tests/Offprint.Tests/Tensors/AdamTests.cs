using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Tensors;

/// <summary>The population path beside TorchSharp's own modules and optimizers.</summary>
public sealed class AdamTests : IDisposable
{
    private readonly IDisposable _scope;

    public AdamTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void Trains_each_member_as_TorchSharp_trains_a_module(double weightDecay)
    {
        Seed[] seeds = [new(1), new(2), new(3)];
        using var population = new Mlp(new MlpOptions(4, 2, [16, 16]), seeds);
        var modules = Enumerable.Range(0, 3).Select(member => CopyOf(population, member)).ToList();
        var adam = new Adam(population.Parameters, new AdamOptions(3e-3, WeightDecay: weightDecay));
        var optimizers = modules.Select(m => optim.AdamW(m.parameters(), 3e-3, weight_decay: weightDecay)).ToList();
        using var random = new TensorRandom(new Seed(7));
        for (int step = 0; step < 25; step++)
        {
            var x = random.Normal([3, 32, 4]);
            var y = random.Normal([3, 32, 2]);
            (population.Forward(x) - y).square().mean([1, 2]).sum().backward();
            adam.Step();
            for (int member = 0; member < 3; member++)
            {
                optimizers[member].zero_grad();
                (modules[member].forward(x[member]) - y[member]).square().mean().backward();
                optimizers[member].step();
            }
        }
        var probe = random.Normal([1, 64, 4]);
        var outputs = population.Forward(probe);
        for (int member = 0; member < 3; member++)
        {
            double difference = (outputs[member] - modules[member].forward(probe[0])).abs().max().ToDouble();
            Assert.InRange(difference, 0, 1e-6);
        }
    }

    [Fact]
    public void Clips_the_norm_of_all_gradients()
    {
        using var buffer = new ParameterBuffer(1, [new("w", [4])]);
        using var plain = new ParameterBuffer(1, [new("w", [4])]);
        var clipped = new Adam(buffer, new AdamOptions(0.1, Epsilon: 1, MaxGradientNorm: 1));
        var scaled = new Adam(plain, new AdamOptions(0.1, Epsilon: 1));
        buffer.GradientSpan.Fill(5);
        plain.GradientSpan.Fill(0.5f); // norm 10 scaled to 1
        clipped.Step();
        scaled.Step();
        for (int i = 0; i < 4; i++)
            Assert.Equal(plain.ValueSpan[i], buffer.ValueSpan[i], 1e-6f);
        Assert.Equal(0, buffer.GradientNorm()); // a step consumes the gradients
    }

    [Fact]
    public void A_member_is_clipped_and_steps_as_if_it_were_alone()
    {
        // Parameters of odd sizes, so that the rows of members do not fall on the bounds of vectors; the second member rests in some steps.
        ParameterSpec[] specs = [new("w", [5, 7]), new("b", [3])];
        var options = new AdamOptions(0.01, WeightDecay: 0.1, MaxGradientNorm: 0.5);
        Seed[] seeds = [new(1), new(2), new(3)];
        using var together = new ParameterBuffer(3, specs);
        ParameterBuffer[] alone = [.. seeds.Select(_ => new ParameterBuffer(1, specs))];
        var adam = new Adam(together, options);
        Adam[] own = [.. alone.Select(buffer => new Adam(buffer, options))];
        using var random = new PopulationRandom(seeds);
        for (int step = 0; step < 20; step++)
        {
            bool[] moves = [true, step % 3 != 1, true];
            foreach (ParameterSpec spec in specs)
            {
                // The norms of members differ a hundredfold: the first one's is not clipped, the last one's would be by any rule.
                Tensor gradient = random.Normal(spec.Shape) * tensor(new[] { 0.02f, 0.2f, 2 }).view([3, .. spec.Shape.Select(_ => 1L)]);
                together[spec.Name].grad!.copy_(gradient);
                for (int p = 0; p < 3; p++)
                    alone[p][spec.Name].grad!.copy_(gradient[p].unsqueeze(0));
            }
            float[] before = together["w"][1].contiguous().data<float>().ToArray();
            adam.Step(1 - 0.01 * step, moves);
            if (!moves[1])
                Assert.Equal(before, together["w"][1].contiguous().data<float>().ToArray());
            for (int p = 0; p < 3; p++)
            {
                if (moves[p])
                    own[p].Step(1 - 0.01 * step);
            }
            Assert.Equal(0, together.GradientNorm());
        }
        foreach (ParameterSpec spec in specs)
        {
            for (int p = 0; p < 3; p++)
                Assert.InRange((together[spec.Name][p] - alone[p][spec.Name][0]).abs().max().item<float>(), 0, 1e-6);
        }
        var resumed = new Adam(together, options);
        resumed.Load(adam.Save());
        Assert.Equal([20, 13, 20], resumed.Save().Steps);
        Assert.Contains("3 members", Assert.Throws<ArgumentException>(() => adam.Step(1, [true])).Message);
        Array.ForEach(alone, buffer => buffer.Dispose());
    }

    [Fact]
    public void Resumes_from_its_state()
    {
        using var buffer = new ParameterBuffer(1, [new("w", [37])]);
        using var copy = new ParameterBuffer(1, [new("w", [37])]);
        var adam = new Adam(buffer);
        Step(adam, buffer, 1);
        copy.CopyFrom(buffer);
        var resumed = new Adam(copy);
        resumed.Load(adam.Save());
        Step(adam, buffer, 2);
        Step(resumed, copy, 2);
        Assert.Equal(buffer.Hash(), copy.Hash());

        static void Step(Adam adam, ParameterBuffer buffer, float gradient)
        {
            buffer.GradientSpan.Fill(gradient);
            adam.Step();
        }
    }

    [Fact]
    public void A_training_loop_leaks_no_tensor()
    {
        using var network = new Mlp(new MlpOptions(4, 1, [8]), [new Seed(1)]);
        var adam = new Adam(network.Parameters);
        var x = ones(1, 16, 4);
        Run(3);
        long before = Scope.DisposablesCount;
        Run(10);
        Assert.Equal(before, Scope.DisposablesCount);

        void Run(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using var inner = NewDisposeScope();
                network.Forward(x).square().mean().backward();
                adam.Step();
            }
        }
    }

    private DisposeScope Scope => (DisposeScope)_scope;

    private static nn.Module<Tensor, Tensor> CopyOf(Mlp population, int member)
    {
        var module = nn.Sequential(
            ("layer0", nn.Linear(4, 16)), ("a", nn.ReLU()), ("layer1", nn.Linear(16, 16)), ("b", nn.ReLU()), ("layer2", nn.Linear(16, 2)));
        using var guard = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
        {
            var own = population.Parameters[name][member];
            parameter.copy_(name.EndsWith("weight", StringComparison.Ordinal) ? own.transpose(0, 1) : own[0]);
        }
        return module;
    }
}
