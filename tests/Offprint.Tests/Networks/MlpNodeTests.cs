using System.Security.Cryptography;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks;

/// <summary>An Mlp's node against libtorch's operations, and the promises about its bits.</summary>
public sealed class MlpNodeTests : IDisposable
{
    private static readonly Seed[] s_seeds = [new(1), new(2), new(3)];
    private readonly IDisposable _scope;
    private readonly TensorRandom _random;

    public MlpNodeTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
        _random = new TensorRandom(new Seed(7));
    }

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    public static TheoryData<Activation, bool, int, int> Forms()
    {
        var data = new TheoryData<Activation, bool, int, int>();
        foreach (var activation in Enum.GetValues<Activation>())
        {
            foreach (bool norm in (bool[])[false, true])
            {
                foreach ((int outputs, int rows) in ((int, int)[])[(1, 40), (6, 5), (70, 1)])
                    data.Add(activation, norm, outputs, rows);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Outputs_and_gradients_are_libtorchs(Activation activation, bool norm, int outputs, int rows)
    {
        foreach (int[] hidden in (int[][])[[64, 64], [7], [], [1, 1000], [33, 17]])
        {
            if (norm && hidden.Contains(1))
                continue; // a single number's normalization is zero, and its gradient rounding
            using var network = new Mlp(new(17, outputs, hidden, activation, norm), s_seeds);
            foreach (int leading in (int[])[1, 3])
            {
                Tensor x = _random.Normal([leading, rows, 17]), weights = _random.Normal([3, rows, outputs]);
                Pass expected = Run(network, network.ReferenceForward, x, weights), actual = Run(network, network.Forward, x, weights);
                AssertClose(expected.Outputs, actual.Outputs);
                AssertClose(expected.Parameters, actual.Parameters);
                AssertClose(expected.Inputs, actual.Inputs);
                foreach (int width in (int[])[128, 256, 512])
                {
                    using var forced = NetworkKernels.Force(width);
                    Assert.Equal(actual.Hash(), Run(network, network.Forward, x, weights).Hash());
                }
            }
        }
    }

    [Fact]
    public void A_frozen_pass_of_some_members_gives_no_parameter_a_gradient()
    {
        using var network = new Mlp(new(17, 2, [64, 64]), s_seeds);
        Tensor x = _random.Normal([2, 9, 17]), weights = _random.Normal([2, 9, 2]);
        Pass expected = Run(network, rows => network.ReferenceForwardFrozen(rows, 2, 1), x, weights);
        Pass actual = Run(network, rows => network.ForwardFrozen(rows, 2, 1), x, weights);
        AssertClose(expected.Outputs, actual.Outputs);
        AssertClose(expected.Inputs, actual.Inputs);
        Assert.Equal(0, actual.Parameters.abs().max().item<float>());
    }

    [Theory]
    [InlineData(Activation.Relu, false)]
    [InlineData(Activation.Tanh, true)]
    public void A_members_bits_depend_on_neither_the_population_nor_the_other_rows(Activation activation, bool norm)
    {
        var options = new MlpOptions(5, 3, [40, 20], activation, norm);
        using var three = new Mlp(options, s_seeds);
        using var alone = new Mlp(options, [s_seeds[1]]);
        Tensor x = _random.Normal([3, 30, 5]), weights = _random.Normal([3, 30, 3]);
        Pass all = Run(three, three.Forward, x, weights), one = Run(alone, alone.Forward, x[1].unsqueeze(0), weights[1].unsqueeze(0));
        Assert.Equal(Bits(one.Outputs), Bits(all.Outputs[1]));
        Assert.Equal(Bits(one.Inputs), Bits(all.Inputs[1]));
        for (int parameter = 0; parameter < alone.Parameters.Specs.Count; parameter++)
        {
            (int start, int length) = three.Parameters.Place(parameter, 1);
            (int aloneStart, _) = alone.Parameters.Place(parameter, 0);
            Assert.Equal(Bits(one.Parameters.narrow(0, aloneStart, length)), Bits(all.Parameters.narrow(0, start, length)));
        }
        Assert.Equal(Norms(alone, one.Parameters)[0], Norms(three, all.Parameters)[1]);
        foreach (int rows in (int[])[1, 2, 7])
            Assert.Equal(Bits(all.Outputs[1].narrow(0, 4, rows)), Bits(alone.Forward(x[1].narrow(0, 4, rows).unsqueeze(0))));
    }

    [Theory]
    [InlineData(Activation.Relu, false, "54F43713AEC2B3A4")]
    [InlineData(Activation.Tanh, false, "E312FF26B1F366A8")]
    [InlineData(Activation.Silu, true, "96B9F47F98607E8C")]
    [InlineData(Activation.Gelu, true, "14723BBAAF9E4624")]
    public void Bits_of_a_pass_are_those_of_this_version(Activation activation, bool norm, string hash)
    {
        // A change here moves stored results: raise NetworkKernels.Version with it.
        Assert.Equal(2, NetworkKernels.Version);
        using var network = new Mlp(new(11, 3, [48, 20], activation, norm), s_seeds);
        Span<float> values = network.Parameters.ValueSpan;
        for (int i = 0; i < values.Length; i++)
            values[i] = (i * 37 % 101 - 50) / 128f; // exact, whatever the machine
        Tensor x = ((arange(3 * 50 * 11) * 29 % 67 - 33) / 32f).to(ScalarType.Float32).reshape(3, 50, 11);
        Tensor weights = ((arange(3 * 50 * 3) * 13 % 31 - 15) / 16f).to(ScalarType.Float32).reshape(3, 50, 3);
        foreach (int width in (int[])[256, 512])
        {
            using var forced = NetworkKernels.Force(width);
            Assert.Equal(hash, Run(network, network.Forward, x, weights).Hash()[..16]);
        }
    }

    [Fact]
    public void Two_uses_of_a_network_in_one_loss_add_their_gradients()
    {
        using var network = new Mlp(new(3, 2, [8]), s_seeds);
        Tensor x = _random.Normal([3, 4, 3]), y = _random.Normal([1, 6, 3]);
        (network.ReferenceForward(x).square().sum() + network.ReferenceForward(y).sum()).backward();
        Tensor expected = network.Parameters.Gradients!.clone();
        network.Parameters.ClearGradients();
        (network.Forward(x).square().sum() + network.Forward(y).sum()).backward();
        AssertClose(expected, network.Parameters.Gradients!);
    }

    [Fact]
    public void A_batch_that_is_overwritten_before_the_backward_pass_does_not_change_gradients()
    {
        using var network = new Mlp(new(3, 2, [8]), s_seeds);
        Tensor x = _random.Normal([3, 4, 3]), weights = _random.Normal([3, 4, 2]);
        Pass expected = Run(network, network.Forward, x, weights);
        Tensor batch = x.clone(), y = network.Forward(batch);
        batch.zero_();
        (y * weights).sum().backward();
        Assert.Equal(Bits(expected.Parameters), Bits(network.Parameters.Gradients!));
    }

    [Fact]
    public void Inputs_may_be_views_of_any_strides_and_have_no_rows()
    {
        using var network = new Mlp(new(3, 2, [8]), s_seeds);
        Tensor x = _random.Normal([4, 3, 3]), weights = _random.Normal([3, 4, 2]);
        Pass expected = Run(network, network.Forward, x.transpose(0, 1).contiguous(), weights);
        Assert.Equal(expected.Hash(), Run(network, network.Forward, x.transpose(0, 1), weights).Hash());
        Pass empty = Run(network, network.Forward, x.narrow(0, 0, 0).transpose(0, 1), weights.narrow(1, 0, 0));
        Assert.Equal([3, 0, 2], empty.Outputs.shape);
        Assert.Equal([3, 0, 3], empty.Inputs.shape);
        Assert.Equal(0, empty.Parameters.abs().max().item<float>());
    }

    [Fact]
    public void Not_a_number_and_infinity_pass_as_they_do_in_libtorch()
    {
        using var network = new Mlp(new(3, 2, [8]), s_seeds);
        Tensor x = _random.Normal([3, 5, 3]);
        x[0, 1, 2] = float.NaN;
        x[1, 3, 0] = float.PositiveInfinity;
        Assert.Equal(Values(network.ReferenceForward(x).isnan()), Values(network.Forward(x).isnan()));
        Assert.Equal(Values(network.ReferenceForward(x).isinf()), Values(network.Forward(x).isinf()));
    }

    [Fact]
    public void A_kept_graph_can_be_gone_through_twice()
    {
        using var network = new Mlp(new(3, 2, [8]), s_seeds);
        Tensor x = _random.Normal([3, 4, 3]).requires_grad_(true), loss = network.Forward(x).sum();
        loss.backward(retain_graph: true);
        Tensor once = network.Parameters.Gradients!.clone(), onceInput = x.grad!.clone();
        loss.backward();
        AssertClose(2 * once, network.Parameters.Gradients!);
        AssertClose(2 * onceInput, x.grad!);
    }

    [Fact]
    public void A_gradient_with_a_graph_can_be_differentiated_again()
    {
        using var network = new Mlp(new(3, 1, [8], Activation.Tanh), s_seeds);
        Tensor x = _random.Normal([3, 4, 3]);
        Tensor expected = Penalty(network.ReferenceForward), actual = Penalty(network.Forward),
            frozen = Penalty(rows => network.ForwardFrozen(rows));
        AssertClose(expected, actual);
        AssertClose(expected, frozen);

        Tensor Penalty(Func<Tensor, Tensor> forward)
        {
            Tensor input = x.clone().requires_grad_(true);
            Tensor gradient = autograd.grad([forward(input).sum()], [input], retain_graph: true, create_graph: true)[0];
            return autograd.grad([gradient.square().sum()], [input])[0];
        }
    }

    [Fact]
    public void Derivatives_by_inputs_leave_the_gradients_of_parameters_alone()
    {
        using var network = new Mlp(new(3, 1, [8], Activation.Silu), s_seeds);
        Tensor gradient = Derivatives.Gradient(network.Forward, _random.Normal([3, 4, 3]));
        Assert.Equal([3, 4, 3], gradient.shape);
        Assert.Equal(0, network.Parameters.GradientNorm());
    }

    [Fact]
    public void Double_precision_is_libtorchs_affair()
    {
        using var network = new Mlp(new(3, 1, [8]), s_seeds);
        Assert.ThrowsAny<Exception>(() => network.Forward(zeros(3, 4, 3, ScalarType.Float64)));
    }

    [Fact]
    public void Trainings_side_by_side_under_garbage_collection_have_equal_bits()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                Thread.Sleep(1);
            }
        });
        collector.Start();
        string[] hashes = new string[3];
        Thread[] workers = [.. Enumerable.Range(0, 3).Select(i => new Thread(() => hashes[i] = Train()))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        stop.Cancel();
        collector.Join();
        Assert.Equal([hashes[0], hashes[0], hashes[0]], hashes);

        static string Train()
        {
            LibTorch.EnterWorker();
            using var network = new Mlp(new(6, 1, [32, 32]), s_seeds);
            using var random = new TensorRandom(new Seed(3));
            var adam = new Adam(network.Parameters);
            for (int i = 0; i < 300; i++)
            {
                using var scope = NewDisposeScope();
                Tensor x = random.Normal([3, 20, 6]).requires_grad_(true);
                (network.Forward(x) - x.sum(-1, keepdim: true)).square().sum().backward();
                adam.Step();
            }
            return network.Parameters.Hash();
        }
    }

    private static Pass Run(Mlp network, Func<Tensor, Tensor> forward, Tensor x, Tensor weights)
    {
        network.Parameters.ClearGradients();
        Tensor input = x.detach().requires_grad_(true), y = forward(input);
        (y * weights).sum().backward();
        var pass = new Pass(y.detach(), network.Parameters.Gradients!.clone(), input.grad!);
        network.Parameters.ClearGradients();
        return pass;
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((actual - expected).norm().item<float>(), 0, 2e-6f * expected.norm().item<float>() + 1e-9f);
    }

    private static double[] Norms(Mlp network, Tensor gradients)
    {
        network.Parameters.Gradients!.copy_(gradients);
        double[] norms = new double[network.Population];
        network.Parameters.GradientNorms(norms);
        return norms;
    }

    private static byte[] Bits(Tensor x) => x.detach().contiguous().bytes.ToArray();

    private static bool[] Values(Tensor x) => x.contiguous().data<bool>().ToArray();

    private sealed record Pass(Tensor Outputs, Tensor Parameters, Tensor Inputs)
    {
        public string Hash() => Convert.ToHexString(SHA256.HashData([.. Bits(Outputs), .. Bits(Parameters), .. Bits(Inputs)]));
    }
}
