using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Networks;

/// <summary>What an Mlp's node leaves behind; tensors are counted for the whole process, so this runs alone.</summary>
[Collection(nameof(TensorCounting))]
public sealed class MlpNodeTensorTests
{
    [Fact]
    public void Training_leaves_no_tensor_behind_nor_does_a_pass_without_a_backward_one()
    {
        LibTorch.EnsureLoaded();
        using var random = new TensorRandom(new Seed(7));
        using var network = new Mlp(new(3, 1, [8]), [new(1), new(2), new(3)]);
        var adam = new Adam(network.Parameters);
        using Tensor x = random.Normal([3, 4, 3]);
        Step();
        long before = TensorCounting.Settled();
        for (int i = 0; i < 20; i++)
            Step();
        Assert.Equal(before, LibTorch.LiveTensors);

        void Step()
        {
            using var scope = NewDisposeScope();
            _ = network.Forward(x); // never goes backward
            Tensor input = x.detach().requires_grad_(true);
            (network.Forward(input).square().sum() + network.ForwardFrozen(input).sum()).backward();
            adam.Step();
        }
    }
}
