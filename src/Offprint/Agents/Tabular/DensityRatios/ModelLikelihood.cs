using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Files;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>
/// The model of maximum likelihood, and its optimal values: the model-based base of H2O (Amortila et al. 2024, section 4). The likelihood
/// is that of the transitions, $\sum n_h(s,a,s')\ln P_h(s'|s,a)$; models of one class share their rewards. Of equally likely models the
/// first.
/// </summary>
[Kind("model-likelihood")]
public sealed record ModelLikelihood : OfflineBase
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Label => "maximum likelihood";

    /// <inheritdoc/>
    public override StateActionTable Fit(TransitionCounts data, FunctionClass functions)
    {
        if (functions.Models.Count != functions.Count)
            throw new ArgumentException($"Maximum likelihood needs the model of each function; the class has {functions.Count} functions " +
                $"and {functions.Models.Count} models.", nameof(functions));
        double greatest = double.NegativeInfinity;
        int best = 0;
        for (int i = 0; i < functions.Count; i++)
        {
            double likelihood = LogLikelihood(data, functions.Models[i]);
            if (likelihood > greatest)
                (greatest, best) = (likelihood, i);
        }
        return functions.Functions[best];
    }

    /// <summary>The logarithm of the likelihood of the transitions.</summary>
    /// <param name="data">Counts, stage by stage.</param>
    /// <param name="model">The model.</param>
    /// <returns>At most 0; −∞ if the model rules a transition out.</returns>
    public static double LogLikelihood(TransitionCounts data, TabularMdp model)
    {
        double sum = 0;
        for (int h = 0; h < data.Stages; h++)
        {
            for (int s = 0; s < data.StateCount; s++)
            {
                for (int a = 0; a < data.ActionCount; a++)
                {
                    if (data.N(s, a, h) == 0)
                        continue;
                    ReadOnlySpan<int> states = data.NextStates(s, a, h), counts = data.NextCounts(s, a, h);
                    TransitionRow row = model.Next(s, a, h);
                    for (int i = 0; i < states.Length; i++)
                        sum += counts[i] * Math.Log(row[states[i]]);
                }
            }
        }
        return sum;
    }
}
