namespace Offprint.Environments.Tabular;

/// <summary>
/// A block MDP: of a latent state one sees one of n observations, uniformly drawn, which no other state emits. Observation x = s·n + k of
/// state s, so that ⌊x/n⌋ decodes; a learner is not told.
/// </summary>
public static class RichObservations
{
    /// <summary>Makes the MDP over observations.</summary>
    /// <param name="latent">The latent MDP.</param>
    /// <param name="perState">n, at least 1.</param>
    /// <returns>An MDP of S·n states, with the latent one's values at every observation of a state.</returns>
    public static TabularMdp Of(TabularMdp latent, int perState)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perState);
        var builder = new TabularMdpBuilder(latent.States * perState, latent.Actions, latent.Stages)
        {
            Name = $"{latent.Name}, {perState} observations a state", Horizon = latent.Horizon, Discount = latent.Discount,
            Noise = latent.Noise, ActionNames = latent.ActionNames,
        };
        for (int h = 0; h < latent.Stages; h++)
        {
            for (int x = 0; x < latent.States * perState; x++)
            {
                for (int a = 0; a < latent.Actions; a++)
                    Fill(builder, latent, perState, x, a, h);
            }
        }
        double[] start = new double[latent.States * perState];
        for (int x = 0; x < start.Length; x++)
            start[x] = latent.Initial[x / perState] / perState;
        return builder.Start(start).Build();
    }

    /// <summary>A function of latent states, seen through a decoder.</summary>
    /// <param name="values">Of the latent states, [H, S, A].</param>
    /// <param name="perState">n.</param>
    /// <param name="decode">The latent state that the decoder reads from a true one at a stage (stage, state); the identity
    /// decodes.</param>
    /// <returns>[H, S·n, A].</returns>
    public static StateActionTable Lift(StateActionTable values, int perState, Func<int, int, int> decode)
    {
        var lifted = new StateActionTable(values.States * perState, values.Actions, values.Stages);
        for (int h = 0; h < values.Stages; h++)
        {
            for (int x = 0; x < lifted.States; x++)
                values.Row(decode(h, x / perState), h).CopyTo(lifted.Row(x, h));
        }
        return lifted;
    }

    private static void Fill(TabularMdpBuilder builder, TabularMdp latent, int perState, int x, int a, int h)
    {
        builder.Reward(x, a, latent.Reward(x / perState, a, h), h);
        TransitionRow row = latent.Next(x / perState, a, h);
        for (int i = 0; i < row.Count; i++)
        {
            for (int k = 0; k < perState; k++)
                builder.Add(x, a, row.States[i] * perState + k, row.Probabilities[i] / perState, h);
        }
    }
}
