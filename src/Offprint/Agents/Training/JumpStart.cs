using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Tensors;

namespace Offprint.Agents.Training;

/// <summary>
/// A guide and a learner in turn: of each episode the guide plays the first h steps, h drawn anew from 0 to a bound that falls in stages
/// while the learner, evaluated alone, does not get worse. Each member has a bound of its own.
/// </summary>
/// <param name="guide">The guide.</param>
/// <param name="random">Where its actions and h are drawn from; belongs to this object.</param>
internal sealed class JumpStart(Guide guide, PopulationRandom random) : IDisposable
{
    private const string State = "run.guide", Successes = State + ".successes", Random = State + ".random";

    private readonly int[] _stage = new int[guide.Steps.Count]; // parts that the guide has lost
    private readonly int[] _drawn = new int[guide.Steps.Count]; // h of the episode at hand
    private readonly int[] _played = new int[guide.Steps.Count]; // steps of it
    private readonly List<double[]> _successes = []; // [evaluation][member]
    private float[] _actions = [];

    /// <summary>The most steps that the guide plays of an episode now.</summary>
    public double Bound(int member) => guide.Steps[member] * (1 - (double)_stage[member] / guide.Options.Stages);

    /// <summary>Chooses the actions of all members: the guide's where it is its turn, the learner's elsewhere.</summary>
    public void Act(EnvironmentSteps steps, IPolicy learner, PopulationRandom exploration)
    {
        Span<bool> guided = stackalloc bool[_drawn.Length];
        for (int p = 0; p < guided.Length; p++)
        {
            if (steps.Starts[p])
                (_drawn[p], _played[p]) = ((int)random.Host(p).NextUniform(0, Math.Floor(Bound(p)) + 1), 0);
            guided[p] = _played[p]++ < _drawn[p];
        }
        // Both are asked at every step, so that neither's random numbers depend on whose turn it is.
        steps.Act(guide.Policy, ActMode.Explore, random);
        Array.Resize(ref _actions, steps.Actions.Length);
        steps.Actions.CopyTo(_actions, 0);
        steps.Act(learner, ActMode.Explore, exploration);
        int width = _actions.Length / guided.Length;
        for (int p = 0; p < guided.Length; p++)
        {
            if (guided[p])
                _actions.AsSpan(p * width, width).CopyTo(steps.Actions.AsSpan(p * width));
        }
    }

    /// <summary>Takes notice of an evaluation of the learner alone.</summary>
    /// <param name="successes">Shares of episodes that reached the goal, [P].</param>
    public void Evaluated(IReadOnlyList<double> successes)
    {
        _successes.Add([.. successes]);
        for (int p = 0; p < _stage.Length; p++)
        {
            double best = double.NegativeInfinity, mean = 0;
            for (int last = 1; last <= _successes.Count; last++)
            {
                int first = Math.Max(last - guide.Options.Window, 0), member = p;
                mean = _successes[first..last].Average(evaluation => evaluation[member]);
                best = Math.Max(best, mean);
            }
            if (mean >= best - guide.Options.Tolerance)
                _stage[p] = Math.Min(_stage[p] + 1, guide.Options.Stages);
        }
    }

    /// <summary>Adds where it is to what a run saves.</summary>
    public void Save(AgentState state)
    {
        state.Add(State, (long[])[.. _stage, .. _drawn, .. _played]);
        state.Add(Successes, (double[])[.. _successes.SelectMany(evaluation => evaluation)]);
        state.Add(Random, random.Save());
    }

    /// <summary>Goes on where a run was saved.</summary>
    public void Load(AgentState saved)
    {
        long[] counts = saved.Get<long>(State);
        for (int p = 0; p < _stage.Length; p++)
        {
            (_stage[p], _drawn[p], _played[p]) =
                ((int)counts[p], (int)counts[_stage.Length + p], (int)counts[2 * _stage.Length + p]);
        }
        _successes.AddRange(saved.Get<double>(Successes).Chunk(_stage.Length));
        random.Load(saved.Get<byte>(Random));
    }

    public void Dispose() => random.Dispose();
}
