using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Offprint.Networks.Images;

/// <summary>Two normalized convolutions with scale and shift by an embedding between them, added to the input.</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly GroupNorm _norm1;
    private readonly Conv2d _convolution1;
    private readonly Linear _modulation;
    private readonly GroupNorm _norm2;
    private readonly Conv2d _convolution2;
    private readonly Conv2d? _shortcut;

    public ResidualBlock(int inputs, int outputs, int embedding, int groups)
        : base(nameof(ResidualBlock))
    {
        _norm1 = nn.GroupNorm(groups, inputs);
        _convolution1 = nn.Conv2d(inputs, outputs, 3, padding: 1);
        _modulation = nn.Linear(embedding, 2 * outputs);
        _norm2 = nn.GroupNorm(groups, outputs);
        _convolution2 = nn.Conv2d(outputs, outputs, 3, padding: 1);
        _shortcut = inputs == outputs ? null : nn.Conv2d(inputs, outputs, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor embedding)
    {
        using var scope = NewDisposeScope();
        var h = _convolution1.forward(nn.functional.silu(_norm1.forward(x)));
        var modulation = _modulation.forward(embedding).unsqueeze(-1).unsqueeze(-1).chunk(2, 1);
        h = addcmul(modulation[1], _norm2.forward(h), modulation[0] + 1, 1);
        h = _convolution2.forward(nn.functional.silu(h));
        return h.add_(_shortcut?.forward(x) ?? x).MoveToOuterDisposeScope(); // in place: a convolution's gradient does not need its output
    }
}
