using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>A finite class F of action values, f = (f_1, …, f_H) each.</summary>
public sealed class FunctionClass
{
    /// <summary>Makes a class.</summary>
    /// <param name="functions">At least one table, all [H, S, A] of one shape and finite.</param>
    /// <exception cref="ArgumentException">There is none, or one is of another shape or not finite; the message says which.</exception>
    public FunctionClass(IReadOnlyList<StateActionTable> functions)
    {
        if (functions.Count == 0)
            throw new ArgumentException("A class without functions: there is no critic to choose.", nameof(functions));
        StateActionTable first = functions[0];
        for (int i = 0; i < functions.Count; i++)
        {
            StateActionTable f = functions[i];
            if ((f.Stages, f.States, f.Actions) != (first.Stages, first.States, first.Actions))
                throw new ArgumentException(
                    $"Function {i} is [{f.Stages}, {f.States}, {f.Actions}], function 0 [{first.Stages}, {first.States}, {first.Actions}].",
                    nameof(functions));
            foreach (double value in f.Values)
            {
                if (!double.IsFinite(value))
                    throw new ArgumentException($"Function {i} has the value {value}; values must be finite.", nameof(functions));
            }
        }
        Functions = functions;
    }

    /// <summary>The functions.</summary>
    public IReadOnlyList<StateActionTable> Functions { get; }

    /// <summary>
    /// The MDP of which each function is the optimal one, where the class comes from a class of models; empty where it does not.
    /// </summary>
    public IReadOnlyList<TabularMdp> Models { get; init; } = [];

    /// <summary>|F|.</summary>
    public int Count => Functions.Count;

    /// <summary>Whether an element equals Q* of an MDP.</summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <param name="tolerance">The greatest difference of a value.</param>
    /// <returns>Whether Q* ∈ F.</returns>
    public bool IsRealizable(TabularMdp mdp, double tolerance = 1e-9)
    {
        StateActionTable optimal = Planning.ValueIteration.Solve(mdp).ActionValues;
        return Functions.Any(f => Distance(f.Values, optimal.Values) <= tolerance);
    }

    /// <summary>
    /// The completeness error: the greatest distance of a backup T f_{h+1} to the nearest stage f_h of F. Zero for a class that is
    /// Bellman complete.
    /// </summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <returns>max over f and h of min over f' of the greatest difference of a value.</returns>
    public double CompletenessError(TabularMdp mdp)
    {
        int horizon = mdp.Horizon ?? throw new ArgumentException($"{mdp.Name} has no horizon.", nameof(mdp));
        double worst = 0;
        double[] backup = new double[mdp.States * mdp.Actions];
        foreach (StateActionTable f in Functions)
        {
            for (int h = 0; h < horizon; h++)
            {
                double[] next = h + 1 < horizon ? f.StateMaxima(h + 1) : new double[mdp.States];
                for (int i = 0; i < backup.Length; i++)
                    backup[i] = mdp.Reward(i / mdp.Actions, i % mdp.Actions, h) + mdp.Expect(i / mdp.Actions, i % mdp.Actions, next, h);
                worst = Math.Max(worst, Functions.Min(g => Distance(g.Stage(h), backup)));
            }
        }
        return worst;
    }

    internal void RequireShape(EpisodicTask task)
    {
        StateActionTable first = Functions[0];
        if ((first.Stages, first.States, first.Actions) != (task.Horizon, task.Mdp.States, task.Mdp.Actions))
            throw new ArgumentException(
                $"The class holds functions [{first.Stages}, {first.States}, {first.Actions}]; {task.Mdp.Name} needs [{task.Horizon}, " +
                $"{task.Mdp.States}, {task.Mdp.Actions}].", nameof(task));
    }

    private static double Distance(ReadOnlySpan<double> f, ReadOnlySpan<double> g)
    {
        double greatest = 0;
        for (int i = 0; i < f.Length; i++)
            greatest = Math.Max(greatest, Math.Abs(f[i] - g[i]));
        return greatest;
    }
}
