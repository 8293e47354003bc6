namespace Offprint.Environments.Tabular;

/// <summary>The law of the next state: the states that can follow, in increasing order, and their probabilities.</summary>
public readonly ref struct TransitionRow
{
    internal TransitionRow(ReadOnlySpan<int> states, ReadOnlySpan<double> probabilities)
    {
        States = states;
        Probabilities = probabilities;
    }

    /// <summary>The states that can follow, increasing.</summary>
    public ReadOnlySpan<int> States { get; }

    /// <summary>Their probabilities, positive, summing to one.</summary>
    public ReadOnlySpan<double> Probabilities { get; }

    /// <summary>How many states can follow.</summary>
    public int Count => States.Length;

    /// <summary>The probability of a next state; zero for those that cannot follow.</summary>
    /// <param name="next">The next state.</param>
    public double this[int next] => States.BinarySearch(next) is >= 0 and var i ? Probabilities[i] : 0;

    /// <summary>The expected value of the next state.</summary>
    /// <param name="values">One value a state, [S].</param>
    /// <returns>Σ P(s') values[s'].</returns>
    public double Expect(ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int i = 0; i < States.Length; i++)
            sum += Probabilities[i] * values[States[i]];
        return sum;
    }
}
