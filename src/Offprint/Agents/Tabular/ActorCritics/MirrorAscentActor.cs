using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>
/// Mirror ascent with the Kullback–Leibler divergence: π(a|s) ← π(a|s) exp(η f(s, a))/Z from the uniform policy on, so that k steps on one
/// f give softmax(η k f). Without a rate it is greedy: the limit η → ∞, ties to the lowest action.
/// </summary>
/// <param name="rate">η, positive; <see langword="null"/> for greedy.</param>
/// <param name="shape">Gives H, S and A; its values are not read.</param>
public sealed class MirrorAscentActor(double? rate, StateActionTable shape)
{
    private readonly StateActionTable _logits = new(shape.States, shape.Actions, shape.Stages);
    private StateActionTable? _greedy;

    /// <summary>Steps since the last reset.</summary>
    public int Steps { get; private set; }

    /// <summary>Goes back to the uniform policy.</summary>
    public void Reset()
    {
        _logits.Values.Clear();
        Steps = 0;
    }

    /// <summary>A step of mirror ascent; a greedy actor has none.</summary>
    /// <param name="critic">f, [H, S, A].</param>
    public void Step(StateActionTable critic)
    {
        Steps++;
        if (rate is { } eta)
            Numerics.SpanMath.AddScaled(critic.Values, eta, _logits.Values);
    }

    /// <summary>Makes a greedy actor follow a critic; others take their time.</summary>
    /// <param name="critic">f, [H, S, A].</param>
    public void Follow(StateActionTable critic)
    {
        if (rate is null)
            _greedy = critic;
    }

    /// <summary>Writes the policy down.</summary>
    /// <param name="probabilities">Receives π_h(a|s), [H, S, A].</param>
    public void Fill(StateActionTable probabilities)
    {
        for (int h = 0; h < _logits.Stages; h++)
        {
            for (int s = 0; s < _logits.States; s++)
            {
                if (_greedy is { } critic)
                    Greedy(critic.Row(s, h), probabilities.Row(s, h));
                else
                    Softmax(_logits.Row(s, h), probabilities.Row(s, h));
            }
        }
    }

    private static void Greedy(ReadOnlySpan<double> values, Span<double> probabilities)
    {
        probabilities.Clear();
        probabilities[StateActionTable.Greatest(values)] = 1;
    }

    private static void Softmax(ReadOnlySpan<double> logits, Span<double> probabilities)
    {
        double greatest = logits[StateActionTable.Greatest(logits)], sum = 0;
        for (int a = 0; a < logits.Length; a++)
            sum += probabilities[a] = Math.Exp(logits[a] - greatest);
        for (int a = 0; a < logits.Length; a++)
            probabilities[a] /= sum;
    }
}
