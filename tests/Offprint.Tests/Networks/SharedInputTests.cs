using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks;

/// <summary>Members that share inputs, as the critics of a seed do: the same bits as from copies, for less work.</summary>
public sealed class SharedInputTests : IDisposable
{
    private const int Inputs = 3, Uses = 4, Rows = 37;
    private static readonly Seed[] s_seeds = [.. Enumerable.Range(1, Inputs * Uses).Select(i => new Seed((ulong)i))];

    private readonly IDisposable _scope;
    private readonly TensorRandom _random;
    private readonly Mlp _network;
    private readonly Tensor _x;

    public SharedInputTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
        _random = new TensorRandom(new Seed(7));
        _network = new Mlp(new(5, 1, [64, 20]), s_seeds);
        _x = _random.Normal([Inputs, Rows, 5]);
    }

    public void Dispose()
    {
        _network.Dispose();
        _random.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Members_that_take_inputs_in_turn_have_the_bits_of_copies()
    {
        Tensor weights = _random.Normal([Inputs * Uses, Rows, 1]);
        Pass copies = Run(x => _network.Forward(x.repeat(Uses, 1, 1)), weights), shared = Run(x => _network.Forward(x, Uses), weights);
        AssertSame(copies, shared);
        AssertSame(Run(x => _network.ForwardFrozen(x.repeat(Uses, 1, 1)), weights),
            Run(x => _network.ForwardFrozen(x, uses: Uses), weights));
        Tensor some = weights.narrow(0, 0, 2 * Inputs);
        AssertSame(Run(x => _network.ForwardFrozen(x.repeat(2, 1, 1), 2 * Inputs), some),
            Run(x => _network.ForwardFrozen(x, 2 * Inputs, uses: 2), some));
        Assert.Equal(Bits(_network.Forward(_x.narrow(0, 0, 1))), Bits(_network.Forward(_x.narrow(0, 0, 1), Uses)));
    }

    [Fact]
    public void The_number_of_inputs_is_checked()
    {
        Assert.Throws<ArgumentException>(() => _network.Forward(_x));
        Assert.Throws<ArgumentException>(() => _network.Forward(_x, 2));
        using var wide = new Mlp(new(5, 2, [8]), s_seeds);
        Assert.Contains("one number a row", Assert.Throws<InvalidOperationException>(() => wide.LeastFrozen(_x, Uses)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_least_of_several_goes_backward_as_through_all(bool tie)
    {
        if (tie)
        {
            for (int member = 0; member < Inputs; member++)
                _network.Parameters.CopyMember(member, _network.Parameters, member + Inputs);
        }
        Tensor weights = _random.Normal([Inputs, Rows, 1]);
        AssertSame(Run(x => _network.ForwardFrozen(x.repeat(Uses, 1, 1)).view(Uses, Inputs, Rows, 1).amin([0]), weights),
            Run(x => _network.LeastFrozen(x, Uses), weights));
        using var guard = no_grad();
        foreach (Tensor x in (Tensor[])[_x, _x.narrow(0, 1, 1)])
            Assert.Equal(Bits(_network.ForwardFrozen(x, uses: Uses).view(Uses, Inputs, Rows, 1).amin([0])),
                Bits(_network.LeastFrozen(x, Uses)));
    }

    [Fact]
    public void What_is_not_a_number_is_least()
    {
        _x[0, 1, 2] = float.NaN;
        Assert.Equal(1, _network.LeastFrozen(_x, Uses)[0].isnan().sum().item<long>());
        Assert.False(_network.LeastFrozen(_x, Uses)[1].isnan().any().item<bool>());
    }

    [Fact]
    public void A_least_values_gradient_can_be_differentiated_again()
    {
        using var smooth = new Mlp(new(5, 1, [8], Activation.Tanh), s_seeds);
        Tensor expected = Penalty(x => smooth.ForwardFrozen(x.repeat(Uses, 1, 1)).view(Uses, Inputs, Rows, 1).amin([0]));
        Tensor actual = Penalty(x => smooth.LeastFrozen(x, Uses));
        Assert.InRange((expected - actual).norm().item<float>(), 0, 2e-6f * expected.norm().item<float>());

        Tensor Penalty(Func<Tensor, Tensor> least)
        {
            Tensor input = _x.clone().requires_grad_(true);
            Tensor gradient = autograd.grad([least(input).sum()], [input], retain_graph: true, create_graph: true)[0];
            return autograd.grad([gradient.Squared().sum()], [input])[0];
        }
    }

    [Theory]
    [InlineData(1, Inputs)]
    [InlineData(1, Inputs * Uses)]
    [InlineData(3, Inputs)]
    public void Regression_has_the_bits_of_a_mean_square_and_its_backward_pass(int divisor, int targets)
    {
        Tensor target = _random.Normal([targets, Rows, 1]), copies = target.repeat(Inputs * Uses / targets, 1, 1);
        Tensor y = _network.Forward(_x, Uses);
        ((y - copies).Squared().view(Uses, Inputs, Rows, 1).mean([2, 3]).sum([0]) / divisor).sum().backward();
        byte[] expected = Bits(_network.Parameters.Gradients!);
        _network.Parameters.ClearGradients();
        Tensor outputs = _network.Regress(_x, target, 1f / divisor / Rows, Uses);
        Assert.Equal(Bits(y), Bits(outputs));
        Assert.False(outputs.requires_grad);
        Assert.Equal(expected, Bits(_network.Parameters.Gradients!));
    }

    [Fact]
    public void Libtorch_does_the_same_where_the_kernels_do_not_run()
    {
        Tensor weights = _random.Normal([Inputs, Rows, 1]), target = _random.Normal([Inputs, Rows, 1]);
        (float[] Values, float[] Gradients) Both()
        {
            Tensor input = _x.detach().requires_grad_(true), y = _network.LeastFrozen(input, Uses);
            (y * weights).sum().backward();
            Tensor fitted = _network.Regress(_x, target, 0.25f, Uses), gradients = _network.Parameters.Gradients!.clone();
            _network.Parameters.ClearGradients();
            return (cat([y.detach().flatten(), fitted.flatten(), input.grad!.flatten()]).data<float>().ToArray(),
                gradients.data<float>().ToArray());
        }
        var kernels = Both();
        using var forced = NetworkKernels.Force(0);
        var reference = Both();
        Assert.Equal(reference.Values, kernels.Values, (x, y) => Math.Abs(x - y) < 1e-4f);
        Assert.Equal(reference.Gradients, kernels.Gradients, (x, y) => Math.Abs(x - y) < 1e-3f);
    }

    [Fact]
    public void Regression_refuses_targets_of_another_shape()
    {
        Assert.Contains("Targets are [12, 37, 1]", Assert.Throws<ArgumentException>(() =>
            _network.Regress(_x, _random.Normal([5, Rows, 1]), 1, Uses)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _network.Regress(_x, _random.Normal([Inputs, Rows - 1, 1]), 1, Uses));
    }

    private Pass Run(Func<Tensor, Tensor> forward, Tensor weights)
    {
        Tensor input = _x.detach().requires_grad_(true), y = forward(input);
        (y * weights).sum().backward();
        var pass = new Pass(Bits(y), Bits(_network.Parameters.Gradients!), Bits(input.grad!));
        _network.Parameters.ClearGradients();
        return pass;
    }

    private static void AssertSame(Pass expected, Pass actual)
    {
        Assert.Equal(expected.Outputs, actual.Outputs);
        Assert.Equal(expected.Parameters, actual.Parameters);
        Assert.Equal(expected.Inputs, actual.Inputs);
    }

    private static byte[] Bits(Tensor x) => x.detach().contiguous().bytes.ToArray();

    private sealed record Pass(byte[] Outputs, byte[] Parameters, byte[] Inputs);
}
