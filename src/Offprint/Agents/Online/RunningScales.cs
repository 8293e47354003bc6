using System.Runtime.InteropServices;
using Offprint.Datasets.Transitions;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>Running statistics of what each member of a population sees: its own alone, so that members stay independent.</summary>
/// <param name="population">P.</param>
/// <param name="size">Coordinates of a row.</param>
internal sealed class RunningScales(int population, int size)
{
    private const double Epsilon = 1e-4; // the root of the 10⁻⁸ that Gymnasium's wrappers add to the variance
    private const float Limit = 10;      // the same wrappers

    private readonly Normalizer[] _members = [.. Enumerable.Range(0, population)
        .Select(_ => Normalizer.Running(size, VarianceDivisor.Count, Epsilon))];

    /// <summary>Takes a member's rows into its statistics.</summary>
    public void Update(int member, ReadOnlySpan<float> rows) => _members[member].Update(rows);

    /// <summary>Standardizes and clips [P|1, n, size]; the result is [P, n, size], of the current dispose scope.</summary>
    public Tensor Standardize(Tensor x)
    {
        Tensor scaled = empty([population, .. x.shape[1..]]).copy_(x);
        for (int p = 0; p < population; p++)
            _members[p].Apply(Member(scaled, p));
        return scaled.clamp_(-Limit, Limit);
    }

    /// <summary>Divides rows by the deviation, without centering, and clips, in place.</summary>
    public void Divide(Tensor x)
    {
        for (int p = 0; p < population; p++)
        {
            double deviation = _members[p].Deviation[0] + Epsilon;
            foreach (ref float value in Member(x, p))
                value = Math.Clamp((float)(value / deviation), -Limit, Limit);
        }
    }

    public double[] Save() => [.. _members.SelectMany(member => member.Save())];

    public void Load(ReadOnlySpan<double> state)
    {
        int each = state.Length / population;
        for (int p = 0; p < population; p++)
            _members[p].Load(state.Slice(p * each, each));
    }

    /// <summary>A member's numbers of a contiguous tensor that leads with P.</summary>
    public Span<float> Member(Tensor x, int member)
    {
        Span<float> all = MemoryMarshal.Cast<byte, float>(x.bytes);
        int each = all.Length / population;
        return all.Slice(member * each, each);
    }
}
