using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Tensors;

public sealed class ParameterBufferTests : IDisposable
{
    private readonly IDisposable _scope;

    public ParameterBufferTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Backward_passes_add_to_the_flat_gradient()
    {
        using var buffer = new ParameterBuffer(2, [new("a", [3]), new("b", [2, 2])]);
        buffer.ValueSpan.Fill(2);
        for (int i = 0; i < 2; i++)
            (buffer["a"].sum() + buffer["b"].square().sum()).backward();
        Assert.Equal([2, 2, 2, 2, 2, 2, 8, 8, 8, 8, 8, 8, 8, 8], buffer.GradientSpan.ToArray());
        Assert.Equal(Math.Sqrt(6 * 4 + 8 * 64), buffer.GradientNorm(), 4);
        buffer.ClearGradients();
        Assert.Equal(0, buffer.GradientNorm());
    }

    [Fact]
    public void One_member_is_copied_from_another_population()
    {
        using ParameterBuffer two = new(2, [new("a", [3]), new("b", [2])]), three = new(3, [new("a", [3]), new("b", [2])]);
        for (int i = 0; i < three.ValueSpan.Length; i++)
            three.ValueSpan[i] = i;
        two.CopyMember(1, three, 0);
        Assert.Equal([0, 0, 0, 0, 1, 2, 0, 0, 9, 10], two.ValueSpan.ToArray());
        three.CopyMember(2, three, 0);
        Assert.Equal([0, 1, 2, 3, 4, 5, 0, 1, 2, 9, 10, 11, 12, 9, 10], three.ValueSpan.ToArray());
        using var other = new ParameterBuffer(2, [new("a", [4])]);
        Assert.Contains("a(4)", Assert.Throws<ArgumentException>(() => two.CopyMember(0, other, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => two.CopyMember(2, three, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => two.CopyMember(0, three, 3));
    }

    [Fact]
    public void A_module_goes_on_using_its_adopted_parameters()
    {
        using var module = nn.Linear(3, 2);
        using var x = ones(1, 3);
        float before = module.forward(x).sum().item<float>();
        using var buffer = ParameterBuffer.Adopt(module);
        Assert.Equal(before, module.forward(x).sum().item<float>());
        buffer.ValueSpan.Clear();
        Assert.Equal(0, module.forward(x).sum().item<float>());
        module.forward(x).sum().backward();
        Assert.Equal(8, buffer.GradientSpan.ToArray().Sum()); // two rows of three inputs of one, and two biases
    }

    [Fact]
    public void Interpolation_is_Polyak_averaging()
    {
        using var a = new ParameterBuffer(1, [new("w", [3])]);
        using var b = a.Snapshot();
        a.ValueSpan.Fill(1);
        b.Interpolate(a, 0.25);
        Assert.All(b.ValueSpan.ToArray(), v => Assert.Equal(0.25f, v));
        Assert.NotEqual(a.Hash(), b.Hash());
        b.CopyFrom(a);
        Assert.Equal(a.Hash(), b.Hash());
    }

    [Fact]
    public void Other_layouts_are_refused_by_name_and_shape()
    {
        using var a = new ParameterBuffer(1, [new("w", [3])]);
        using var b = new ParameterBuffer(1, [new("w", [4])]);
        var error = Assert.Throws<ArgumentException>(() => a.CopyFrom(b));
        Assert.Contains("w(3)", error.Message);
        Assert.Contains("w(4)", error.Message);
    }

    [Fact]
    public void A_checkpoint_comes_back_bit_for_bit_and_another_network_refuses_it()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.npz");
        var options = new MlpOptions(3, 2, [8]);
        using var one = new Mlp(options, [new Seed(1), new Seed(2)]);
        using var other = new Mlp(options, [new Seed(3), new Seed(4)]);
        using var wider = new Mlp(options with { Hidden = [9] }, [new Seed(1), new Seed(2)]);
        using var deeper = new Mlp(options with { Hidden = [8, 8] }, [new Seed(1), new Seed(2)]);
        ParameterFile.Save(path, one.Parameters);
        ParameterFile.Load(path, other.Parameters);
        Assert.Equal(one.Parameters.Hash(), other.Parameters.Hash());
        string before = wider.Parameters.Hash();
        var error = Assert.Throws<InvalidDataException>(() => ParameterFile.Load(path, wider.Parameters));
        Assert.Contains("layer0.weight", error.Message);
        Assert.Contains("[2, 3, 8]", error.Message);
        Assert.Contains("[2, 3, 9]", error.Message);
        Assert.Equal(before, wider.Parameters.Hash());
        Assert.Throws<InvalidDataException>(() => ParameterFile.Load(path, deeper.Parameters));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..200]);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => ParameterFile.Load(path, one.Parameters)).Message);
        File.Delete(path);
    }
}
