using Offprint.Agents.Learners;
using Offprint.Experiments;

namespace Offprint.Trials;

/// <summary>Marks of a training: all parameters of its agent, with the optimizers' moments.</summary>
internal static class TrainingMarks
{
    /// <summary>What a run calls after 100, 200, 400 … updates.</summary>
    public static Action<int, IAgent> Of(RunContext context) => (updates, agent) =>
    {
        if (!context.IsMarking)
            return;
        var arrays = agent.Save().Arrays.Where(a => a.Value.ElementType == typeof(float)).OrderBy(a => a.Key, StringComparer.Ordinal);
        float[] state = [.. arrays.SelectMany(a => a.Value.As<float>())];
        context.Mark<float>($"{updates} updates", state);
    };
}
