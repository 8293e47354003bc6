using Offprint.Cards;

namespace Offprint.Environments.Tabular;

/// <summary>The card of a <see cref="TabularMdp"/>.</summary>
internal static class TabularCards
{
    private const int MaximumRows = 12, MaximumSuccessors = 4;

    public static Card Of(TabularMdp mdp)
    {
        double[] rewards = mdp.RewardArray;
        List<Fact> facts =
        [
            new("states", mdp.States), new("actions", mdp.Actions), new("transitions", mdp.Transitions),
            new("next states of a pair", (double)mdp.Transitions / mdp.Table.Rows),
            new("criterion", Criterion(mdp)), new("rewards", $"{NumberText.Format(rewards.Min())} to {NumberText.Format(rewards.Max())}"),
            new("reward noise", mdp.Noise.ToString()), new("starts in", Start(mdp)),
        ];
        if (mdp.Stages == 1)
            facts.Add(new("communicating classes", CommunicatingClasses.Of(mdp).Classes.Count));
        return new(mdp.Name) { Subtitle = "finite Markov decision process", Facts = facts, Tables = [Rows(mdp)] };
    }

    private static string Criterion(TabularMdp mdp) => (mdp.Horizon, mdp.Discount) switch
    {
        ({ } horizon, _) => $"sum over {horizon} steps{(mdp.Stages > 1 ? ", each with its own rows" : "")}",
        (_, { } discount) => $"discounted, γ = {discount}",
        _ => "average reward or shortest path",
    };

    private static string Start(TabularMdp mdp)
    {
        int count = mdp.States - mdp.Initial.Count(0.0);
        return count == 1 ? $"state {mdp.StateName(mdp.Initial.IndexOfAnyExcept(0.0))}" : $"{count} states";
    }

    private static CardTable Rows(TabularMdp mdp)
    {
        List<IReadOnlyList<TableCell>> rows = [];
        for (int pair = 0; pair < Math.Min(mdp.States * mdp.Actions, MaximumRows); pair++)
        {
            (int s, int a) = (pair / mdp.Actions, pair % mdp.Actions);
            rows.Add([mdp.StateName(s), mdp.ActionName(a), Successors(mdp.Next(s, a)), mdp.Reward(s, a)]);
        }
        int left = mdp.Table.Rows - rows.Count;
        return new("Transitions", ["state", "action", "next states", "mean reward"], rows) { Note = left > 0 ? $"{left} more rows" : null };
    }

    private static string Successors(TransitionRow row)
    {
        List<string> parts = [];
        for (int i = 0; i < Math.Min(row.Count, MaximumSuccessors); i++)
            parts.Add($"{row.States[i]}: {NumberText.Format(row.Probabilities[i])}");
        return string.Join(", ", parts) + (row.Count > MaximumSuccessors ? $", … ({row.Count})" : "");
    }
}
