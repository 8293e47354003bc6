using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>Checks that an environment keeps the rules of <see cref="IEnvironment"/>, by random roll-outs.</summary>
public static class EnvironmentChecker
{
    /// <summary>Runs all checks; each takes environments of its own.</summary>
    /// <param name="create">Makes an environment.</param>
    /// <param name="steps">Steps of a roll-out, over as many episodes as it takes.</param>
    /// <returns>What was checked, and what was found.</returns>
    public static EnvironmentReport Check(Func<IEnvironment> create, int steps = 300)
    {
        EnvironmentSpec spec;
        using (IEnvironment environment = create())
            spec = environment.Spec;
        List<(string, Func<IEnvironment, string?>)> checks =
        [
            ("No step before the start", StepIsRefused),
            ("Observations lie in the space, rewards are finite", environment => new Rollout(environment, new Seed(1)).Run(steps).Problem),
            ("Actions outside the space are refused", RefusesActions),
            ("An episode ends once, at the latest at the time limit", EndsInTime),
            ("The same seed gives the same bits", environment => RepeatsItself(environment, create, steps)),
            ("Another seed gives another roll-out", environment => Differs(environment, steps)),
            ("A step allocates nothing", environment => AllocatesNothing(environment, steps)),
        ];
        using (IEnvironment environment = create())
        {
            if (environment is IStatefulEnvironment)
                checks.Add(("A restored state goes on with the same bits", it => Restores((IStatefulEnvironment)it, create, steps)));
        }
        var findings = new List<EnvironmentFinding>();
        foreach (var (rule, check) in checks)
        {
            using IEnvironment environment = create();
            findings.Add(new EnvironmentFinding(rule, check(environment)));
        }
        return new EnvironmentReport(spec.Name, findings);
    }

    private static string? StepIsRefused(IEnvironment environment)
    {
        float[] observation = new float[environment.Spec.Observation.Size], action = new float[environment.Spec.Action.Size];
        environment.Spec.Action.Sample(new Seed(2).Stream(), action);
        try
        {
            environment.Step(action, observation);
            return "the step was made";
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? RefusesActions(IEnvironment environment)
    {
        float[] observation = new float[environment.Spec.Observation.Size];
        environment.Reset(new Seed(1), observation);
        foreach (float[] action in Outside(environment.Spec.Action))
        {
            try
            {
                environment.Step(action, observation);
                return $"the action ({string.Join(", ", action)}) was taken";
            }
            catch (ArgumentException)
            {
            }
        }
        return null;
    }

    private static IEnumerable<float[]> Outside(Space space)
    {
        yield return new float[space.Size + 1];
        float[] inside = new float[space.Size];
        space.Sample(new Seed(3).Stream(), inside);
        float[] numbers = space is BoxSpace box
            ? [float.NaN, float.BitIncrement(box.High[^1]), float.BitDecrement(box.Low[^1])]
            : [float.NaN, -1, 0.5f, ((DiscreteSpace)space).Count];
        foreach (float bad in numbers)
        {
            if (float.IsInfinity(bad))
                continue;
            float[] action = [.. inside];
            action[^1] = bad;
            yield return action;
        }
    }

    private static string? EndsInTime(IEnvironment environment)
    {
        const int patience = 5000;
        int limit = environment.Spec.Horizon ?? patience;
        var rollout = new Rollout(environment, new Seed(4));
        for (int step = 1; step <= limit; step++)
        {
            StepResult result = rollout.Step();
            if (step == environment.Spec.Horizon && !result.Ended)
                return $"the episode goes on after {step} steps";
            if (result.Truncated && environment.Spec.Horizon is null)
                return $"the episode was truncated after {step} steps although there is no time limit";
            if (result.Ended)
                return StepIsRefused(environment) is null ? null : $"a step was made after the end, after {step} steps";
        }
        return null; // no end, and none was promised
    }

    private static string? RepeatsItself(IEnvironment environment, Func<IEnvironment> create, int steps)
    {
        ulong first = new Rollout(environment, new Seed(5)).Run(steps).Fingerprint;
        if (new Rollout(environment, new Seed(5)).Run(steps).Fingerprint != first)
            return "the same environment, started again with the same seed, went another way";
        using IEnvironment twin = create();
        return new Rollout(twin, new Seed(5)).Run(steps).Fingerprint == first ? null
            : "a second environment with the same seed went another way";
    }

    private static string? Differs(IEnvironment environment, int steps)
    {
        ulong Fingerprint(ulong seed) => new Rollout(environment, new Seed(seed), actions: new Seed(1)).Run(steps).Fingerprint;
        return Fingerprint(6) != Fingerprint(7) ? null : "two seeds gave the same roll-out";
    }

    private static string? AllocatesNothing(IEnvironment environment, int steps)
    {
        var rollout = new Rollout(environment, new Seed(8));
        rollout.Run(steps); // what is compiled or made once does not count
        long before = GC.GetAllocatedBytesForCurrentThread();
        rollout.Run(steps);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return bytes == 0 ? null : $"{steps} steps allocated {bytes} bytes";
    }

    private static string? Restores(IStatefulEnvironment environment, Func<IEnvironment> create, int steps)
    {
        var rollout = new Rollout(environment, new Seed(9));
        double[] state = new double[environment.StateSize];
        for (int i = 0; i < Math.Min(steps, 20) && !rollout.Step().Ended; i++)
            environment.Save(state);
        using var twin = (IStatefulEnvironment)create();
        foreach (IStatefulEnvironment other in new[] { environment, twin })
        {
            environment.Restore(state);
            ulong expected = new Rollout(environment, new Seed(10), keepState: true).RunEpisode(20).Fingerprint;
            other.Restore(state);
            if (new Rollout(other, new Seed(10), keepState: true).RunEpisode(20).Fingerprint != expected)
                return $"{(ReferenceEquals(other, twin) ? "another environment" : "the environment itself")} went another way from the " +
                    "state";
        }
        return null;
    }

    /// <summary>A roll-out with random actions and a fingerprint of every bit that it saw.</summary>
    private sealed class Rollout
    {
        private readonly IEnvironment _environment;
        private readonly RandomStream _actions;
        private readonly float[] _observation, _action;
        private bool _ended;

        public Rollout(IEnvironment environment, Seed seed, Seed? actions = null, bool keepState = false)
        {
            _environment = environment;
            _actions = (actions ?? seed).Derive("actions").Stream();
            _observation = new float[environment.Spec.Observation.Size];
            _action = new float[environment.Spec.Action.Size];
            if (keepState)
                return;
            environment.Reset(seed, _observation);
            Look();
        }

        public ulong Fingerprint { get; private set; } = 14695981039346656037; // FNV-1a

        public string? Problem { get; private set; }

        public Rollout Run(int steps)
        {
            for (int i = 0; i < steps; i++)
                Step();
            return this;
        }

        public Rollout RunEpisode(int steps)
        {
            for (int i = 0; i < steps && !_ended; i++)
                Step();
            return this;
        }

        public StepResult Step()
        {
            if (_ended)
            {
                _environment.Reset(null, _observation);
                Look();
            }
            _environment.Spec.Action.Sample(_actions, _action);
            StepResult result = _environment.Step(_action, _observation);
            _ended = result.Ended;
            Look();
            Mix(BitConverter.DoubleToUInt64Bits(result.Reward));
            Mix((result.Terminated ? 1UL : 0) + (result.Truncated ? 2UL : 0));
            if (!double.IsFinite(result.Reward))
                Problem ??= $"a reward is {result.Reward}";
            return result;
        }

        private void Look()
        {
            foreach (float value in _observation)
                Mix(BitConverter.SingleToUInt32Bits(value));
            if (Problem is null && !_environment.Spec.Observation.Contains(_observation))
                Problem = $"the observation ({string.Join(", ", _observation)}) lies outside {_environment.Spec.Observation}";
        }

        private void Mix(ulong bits) => Fingerprint = (Fingerprint ^ bits) * 1099511628211;
    }
}
