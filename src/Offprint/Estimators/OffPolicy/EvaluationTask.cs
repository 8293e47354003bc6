using Offprint.Environments.Tabular;

namespace Offprint.Estimators.OffPolicy;

/// <summary>What a method of off-policy evaluation is told beside its data: the policy to be evaluated and the discount.</summary>
/// <param name="Policy">π, stationary.</param>
/// <param name="Discount">γ in (0, 1).</param>
public sealed record EvaluationTask(TabularPolicy Policy, double Discount)
{
    /// <summary>Averages a function of pairs over the policy's actions: f(s, π) = Σ_a π(a|s) f(s, a).</summary>
    /// <param name="pairs">f, [S·A], pair (s, a) at s·A + a.</param>
    /// <param name="states">Receives f(s, π), [S].</param>
    public void Average(ReadOnlySpan<double> pairs, Span<double> states)
    {
        int actions = Policy.Actions;
        for (int s = 0; s < states.Length; s++)
        {
            ReadOnlySpan<double> law = Policy.Probabilities(s), row = pairs.Slice(s * actions, actions);
            double sum = 0;
            for (int a = 0; a < law.Length; a++)
                sum += law[a] * row[a];
            states[s] = sum;
        }
    }
}
