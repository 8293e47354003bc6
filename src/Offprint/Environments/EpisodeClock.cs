namespace Offprint.Environments;

/// <summary>The head of every saved state: the steps made, and whether the episode goes on.</summary>
internal static class EpisodeClock
{
    public const int Size = 2;

    public static void Write(Span<double> state, int steps, bool running) => (state[0], state[1]) = (steps, running ? 1 : 0);

    public static (int Steps, bool Running) Read(ReadOnlySpan<double> state) => ((int)state[0], state[1] != 0);

    public static void Require(IStatefulEnvironment environment, int length)
    {
        string name = environment.Spec.Name;
        if (length != environment.StateSize)
            throw new ArgumentException($"A saved state of {name} has {environment.StateSize} numbers; got {length}.", nameof(length));
    }
}
