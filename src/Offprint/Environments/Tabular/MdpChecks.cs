namespace Offprint.Environments.Tabular;

/// <summary>What every MDP must satisfy, and the words for what does not.</summary>
internal static class MdpChecks
{
    /// <summary>How far a sum of probabilities may lie from one: rounding, not sloppiness.</summary>
    private const double SumTolerance = 1e-9;

    public static void Criterion(string name, int stages, int? horizon, double? discount)
    {
        if (horizon is { } steps && steps < 1)
            throw new ArgumentException($"{name}: a horizon of {steps} steps; it must be at least 1.", nameof(horizon));
        if (discount is { } gamma && !(gamma is > 0 and < 1))
            throw new ArgumentException(
                $"{name}: a discount of {gamma}; it must lie in (0, 1). Leave it out for average reward and shortest paths.",
                nameof(discount));
        if (horizon is not null && discount is not null)
            throw new ArgumentException($"{name}: both a horizon of {horizon} and a discount of {discount}; give one of them.",
                nameof(discount));
        if (stages > 1 && stages != horizon)
            throw new ArgumentException(
                $"{name}: rows for {stages} stages need a horizon of {stages}, not " +
                $"{horizon?.ToString(CultureInfo.InvariantCulture) ?? "none"}.", nameof(horizon));
    }

    /// <summary>Every row sums to one; the message names the first that does not and counts the others.</summary>
    public static void Rows(string name, TransitionTable table, (int States, int Actions) shape)
    {
        int bad = 0;
        string first = "";
        for (int row = 0; row < table.Rows; row++)
        {
            double sum = 0;
            foreach (double p in table.Row(row).Probabilities)
                sum += p;
            if (Math.Abs(sum - 1) <= SumTolerance)
                continue;
            if (bad++ == 0)
                first = table.Row(row).Count == 0 ? $"{Pair(row, shape)} has no transition"
                    : $"{Pair(row, shape)} sums to {sum:R}, {Distance(sum)}";
        }
        if (bad > 0)
            throw new ArgumentException(
                $"{name}: the row of {first}{(bad > 1 ? $"; {bad - 1} other rows do not sum to one either" : "")}.");
    }

    public static void Rewards(string name, ReadOnlySpan<double> rewards, RewardNoise noise, (int States, int Actions) shape)
    {
        for (int row = 0; row < rewards.Length; row++)
        {
            if (!double.IsFinite(rewards[row]))
                throw new ArgumentException($"{name}: the reward of {Pair(row, shape)} is {rewards[row]}.");
            if (noise.Kind == RewardNoiseKind.Bernoulli && rewards[row] is (< 0 or > 1))
                throw new ArgumentException(
                    $"{name}: the mean reward of {Pair(row, shape)} is {rewards[row]}; Bernoulli rewards need means in [0, 1].");
        }
    }

    public static void Law(string name, ReadOnlySpan<double> law, int states)
    {
        if (law.Length != states)
            throw new ArgumentException($"{name}: a start law over {law.Length} states; there are {states}.");
        double sum = 0;
        for (int s = 0; s < states; s++)
        {
            if (!(law[s] >= 0))
                throw new ArgumentException($"{name}: the start probability of state {s} is {law[s]}.");
            sum += law[s];
        }
        if (!(Math.Abs(sum - 1) <= SumTolerance))
            throw new ArgumentException($"{name}: the start law sums to {sum:R}, {Distance(sum)}.");
    }

    private static string Distance(double sum) => $"{Math.Abs(sum - 1):0.###e+0} too {(sum < 1 ? "little" : "much")}";

    private static string Pair(int row, (int States, int Actions) shape)
    {
        int stage = row / (shape.States * shape.Actions);
        string pair = $"state {row / shape.Actions % shape.States}, action {row % shape.Actions}";
        return stage > 0 ? $"{pair}, stage {stage}" : pair;
    }
}
