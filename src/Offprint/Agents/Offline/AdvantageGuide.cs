using static TorchSharp.torch;

namespace Offprint.Agents.Offline;

/// <summary>What guides the policy in some states.</summary>
/// <param name="Actions">ā, [P, B, act]; gradients reach the policy through the model unless the guide is detached.</param>
/// <param name="Gate">h, how much each row counts, [P, B, 1].</param>
/// <param name="FromModel">1 where the guide is the model's action, 0 where it is the logged one, [P, B, 1].</param>
/// <param name="Advantage">A of the guides, [P, B, 1].</param>
/// <param name="LoggedAdvantage">A of the logged actions, [P, B, 1].</param>
public readonly record struct GuideChoice(Tensor Actions, Tensor Gate, Tensor FromModel, Tensor Advantage, Tensor LoggedAdvantage);

/// <summary>Whose action guides the policy of <see cref="A2pr"/>, and where it does.</summary>
public static class AdvantageGuide
{
    /// <summary>
    /// Takes the action of larger advantage, the model's where both are equal, and opens the gate where a known action is good enough:
    /// h = 1[A_model ≥ 0 or A_logged &gt; 0] (code; not the sum of both indicators, which would count rows twice).
    /// </summary>
    /// <param name="model">The model's actions, [P, B, act]; gradients are kept.</param>
    /// <param name="logged">The logged actions, [P|1, B, act].</param>
    /// <param name="modelAdvantage">A of the model's actions, [P, B, 1].</param>
    /// <param name="loggedAdvantage">A of the logged actions, [P, B, 1].</param>
    /// <returns>The guides, [P, B, act]; which of them are the model's, and which rows count, both boolean [P, B, 1].</returns>
    public static (Tensor Actions, Tensor FromModel, Tensor Open) Select(Tensor model, Tensor logged, Tensor modelAdvantage,
        Tensor loggedAdvantage)
    {
        Tensor fromModel = modelAdvantage.ge(loggedAdvantage);
        return (where(fromModel, model, logged), fromModel, modelAdvantage.ge(0).logical_or(loggedAdvantage.gt(0)));
    }
}
