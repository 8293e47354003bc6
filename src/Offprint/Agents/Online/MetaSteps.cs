using System.Numerics.Tensors;
using Offprint.Agents.Learners;
using Offprint.Tensors;

namespace Offprint.Agents.Online;

/// <summary>
/// What the excursions of one network are like, member by member: how long they are, and whether those to the two sources agree.
/// </summary>
/// <param name="layout">A buffer of the network's layout, whose population is a multiple of the members.</param>
/// <param name="members">P.</param>
internal sealed class MetaSteps(ParameterBuffer layout, int members)
{
    private readonly float[] _step = new float[layout.Count];
    private readonly float[][] _last = [new float[layout.Count], new float[layout.Count]]; // the last step to each source
    private readonly bool[][] _seen = [new bool[members], new bool[members]];

    /// <summary>Measures the excursions that end now.</summary>
    /// <param name="adapted">θ̃.</param>
    /// <param name="start">θ₀.</param>
    /// <param name="online">[P], to which source each went.</param>
    /// <param name="lengths">[P]; receives ‖θ̃ − θ₀‖ / ‖θ₀‖.</param>
    /// <param name="agreements">
    /// [P]; receives the cosine between the last step to offline data and the last one to online data; 0 until there are both.
    /// </param>
    public void Measure(ParameterBuffer adapted, ParameterBuffer start, ReadOnlySpan<bool> online, Span<float> lengths,
        Span<float> agreements)
    {
        TensorPrimitives.Subtract<float>(adapted.ValueSpan, start.ValueSpan, _step);
        for (int p = 0; p < members; p++)
        {
            int source = online[p] ? 1 : 0;
            Copy(p, _step, _last[source]);
            _seen[source][p] = true;
            lengths[p] = (float)Math.Sqrt(Dot(p, _step, _step) / Dot(p, start.ValueSpan, start.ValueSpan));
            agreements[p] = _seen[0][p] && _seen[1][p] ? Cosine(p) : 0;
        }
    }

    public void Save(AgentState state, string name)
    {
        for (int source = 0; source < 2; source++)
        {
            state.Add($"{name}.step{source}", (float[])_last[source].Clone());
            state.Add($"{name}.seen{source}", (bool[])_seen[source].Clone());
        }
    }

    public void Load(AgentState state, string name)
    {
        for (int source = 0; source < 2; source++)
        {
            state.Get<float>($"{name}.step{source}").CopyTo(_last[source], 0);
            state.Get<bool>($"{name}.seen{source}").CopyTo(_seen[source], 0);
        }
    }

    private float Cosine(int member)
    {
        double square = Dot(member, _last[0], _last[0]) * Dot(member, _last[1], _last[1]);
        return square > 0 ? (float)(Dot(member, _last[0], _last[1]) / Math.Sqrt(square)) : 0;
    }

    private double Dot(int member, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        foreach ((int start, int length) in Blocks(member))
            sum += TensorPrimitives.Dot(x.Slice(start, length), y.Slice(start, length));
        return sum;
    }

    private void Copy(int member, float[] from, float[] to)
    {
        foreach ((int start, int length) in Blocks(member))
            Array.Copy(from, start, to, start, length);
    }

    /// <summary>Where a member's numbers lie; of an ensemble, those of all of its critics.</summary>
    private IEnumerable<(int Start, int Length)> Blocks(int member)
    {
        for (int own = member; own < layout.Population; own += members)
        {
            for (int parameter = 0; parameter < layout.Specs.Count; parameter++)
                yield return layout.Place(parameter, own);
        }
    }
}
