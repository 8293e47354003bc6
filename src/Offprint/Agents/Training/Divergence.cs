using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Cards;

namespace Offprint.Agents.Training;

/// <summary>Says of a training whose numbers left the finite ones which did, when, and what may help.</summary>
internal static class Divergence
{
    private const string Remedy = "Lower the learning rate, clip the gradients, or scale rewards and observations; " +
        "delete the file to resume from, if there is one, as it may hold such numbers.";

    /// <summary>Refuses an update whose losses are not all finite.</summary>
    /// <exception cref="ArithmeticException">One is not.</exception>
    public static Metrics Check(Metrics metrics, long update) => metrics.FirstNotFinite() is { } name
        ? throw new ArithmeticException(
            $"The {name} of update {update} is not finite ({string.Join(", ", metrics[name].ToArray().Select(Text))}). {Remedy}")
        : metrics;

    /// <summary>Runs a training; where a policy's action is not finite the message also names the last update and its losses.</summary>
    public static T Watch<T>(ILearner learner, Func<T> train)
    {
        try
        {
            return train();
        }
        catch (NotFiniteActionException e) when (learner is PopulationLearner { Updates: > 0 } trained)
        {
            string losses = string.Join(", ", trained.Metrics.Names.Select(name => $"{name} {Text(trained.Metrics[name][e.Member])}"));
            throw new ArithmeticException(
                $"After update {trained.Updates}, whose numbers were {losses}, the policy of member {e.Member} chooses actions that are " +
                $"not finite. {Remedy}", e);
        }
    }

    private static string Text(float value) => NumberText.Format(value);
}
