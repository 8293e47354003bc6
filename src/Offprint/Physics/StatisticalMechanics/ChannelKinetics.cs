using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.RootFinding;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>The solutions at both ends of a channel.</summary>
/// <param name="Left">Activities at the left, one a species, positive.</param>
/// <param name="Right">Activities at the right.</param>
public sealed record Baths(IReadOnlyList<double> Left, IReadOnlyList<double> Right);

/// <summary>A channel's steady state.</summary>
/// <param name="Law">π, [states].</param>
/// <param name="Currents">Ions a unit time from left to right, one a species.</param>
/// <param name="LossRate">Information lost in unit time: Σ current × affinity, in nats.</param>
/// <param name="MeanOccupancy">The mean number of ions inside.</param>
public sealed record ChannelSteadyState(Vector<double> Law, IReadOnlyList<double> Currents, double LossRate, double MeanOccupancy)
{
    /// <summary>The electric current, all ions together.</summary>
    public double Current => Currents.Sum();
}

/// <summary>
/// Ion conduction as jumps that obey local detailed balance,
/// <code>k(x→y) = k₀ exp(−(ΔE − d·u/(sites+1) − g)/2),</code>
/// with d = ±1 for a move to the right or left, u the reduced voltage eV/kT (left minus right), and g = ± ln c for a move out of or into a
/// bath. Each of the sites + 1 moves across the membrane carries the charge 1/(sites + 1).
/// </summary>
public sealed class ChannelKinetics
{
    private readonly Lazy<ChannelSteadyState> _steadyState;

    /// <summary>Makes the process of a channel between two baths.</summary>
    /// <param name="model">The channel.</param>
    /// <param name="baths">The baths.</param>
    /// <param name="voltage">u = eV/kT, positive driving cations to the right; one unit is 25.7 mV at 25 °C.</param>
    /// <param name="attemptRate">k₀.</param>
    /// <exception cref="ArgumentException">A bath lacks a species or has an activity that is not positive; the message says what to
    /// do.</exception>
    public ChannelKinetics(ChannelModel model, Baths baths, double voltage, double attemptRate = 1)
    {
        (Model, Baths, Voltage) = (model, baths, voltage);
        Check(model, baths);
        Process = new JumpProcess(model.States, Moves(attemptRate), model.Label);
        _steadyState = new(Solve);
    }

    /// <summary>The channel.</summary>
    public ChannelModel Model { get; }

    /// <summary>The baths.</summary>
    public Baths Baths { get; }

    /// <summary>u = eV/kT.</summary>
    public double Voltage { get; }

    /// <summary>The jumps, with charges and species as kinds.</summary>
    public JumpProcess Process { get; }

    /// <summary>The steady state.</summary>
    public ChannelSteadyState SteadyState => _steadyState.Value;

    /// <summary>A species' affinity u + ln(c_left/c_right): the loss for each ion that crosses.</summary>
    /// <param name="species">The species.</param>
    /// <returns>In kT.</returns>
    public double Affinity(int species) => Voltage + Math.Log(Baths.Left[species] / Baths.Right[species]);

    /// <summary>The voltage at which no current flows.</summary>
    /// <param name="model">The channel.</param>
    /// <param name="baths">The baths.</param>
    /// <returns>u; for one species the Nernst potential ln(c_right/c_left).</returns>
    public static double ReversalPotential(ChannelModel model, Baths baths)
    {
        double[] nernst = [.. Enumerable.Range(0, model.Species.Count).Select(s => Math.Log(baths.Right[s] / baths.Left[s]))];
        return Brent.FindRoot(u => new ChannelKinetics(model, baths, u).SteadyState.Current, nernst.Min() - 0.5, nernst.Max() + 0.5, 1e-13);
    }

    private static void Check(ChannelModel model, Baths baths)
    {
        foreach (var (side, activities) in new[] { ("left", baths.Left), ("right", baths.Right) })
        {
            if (activities.Count != model.Species.Count)
                throw new ArgumentException(
                    $"The {side} bath has {activities.Count} activities; the channel has {model.Species.Count} species " +
                    $"({string.Join(", ", model.Species)}).", nameof(baths));
            for (int s = 0; s < activities.Count; s++)
            {
                if (activities[s] > 0 && double.IsFinite(activities[s]))
                    continue;
                throw new ArgumentException(
                    $"The {side} bath's activity of {model.Species[s]} is {activities[s]}; it must be positive. Without a way in, " +
                        $"states with {model.Species[s]} are never " +
                    "entered again and the chain is reducible: leave an absent species out of the channel model.", nameof(baths));
            }
        }
    }

    private IEnumerable<JumpMove> Moves(double attemptRate)
    {
        for (int x = 0; x < Model.States; x++)
        {
            foreach (var (target, direction, species, logActivity) in Neighbors(x))
            {
                double drive = direction * Voltage / (Model.Sites + 1) + logActivity - (Model.Energy(target) - Model.Energy(x));
                yield return new(x, target, attemptRate * Math.Exp(drive / 2), direction / (double)(Model.Sites + 1), species);
            }
        }
    }

    private IEnumerable<(int Target, int Direction, int Species, double LogActivity)> Neighbors(int x)
    {
        int last = Model.Sites - 1;
        for (int i = 0; i <= last; i++)
        {
            int occupant = Model.Occupant(x, i);
            if (occupant >= 0)
            {
                int emptied = Model.With(x, i, -1);
                if (i == 0)
                    yield return (emptied, -1, occupant, -Math.Log(Baths.Left[occupant]));
                else if (Model.Occupant(x, i - 1) < 0)
                    yield return (Model.With(emptied, i - 1, occupant), -1, occupant, 0);
                if (i == last)
                    yield return (emptied, 1, occupant, -Math.Log(Baths.Right[occupant]));
                else if (Model.Occupant(x, i + 1) < 0)
                    yield return (Model.With(emptied, i + 1, occupant), 1, occupant, 0);
                continue;
            }
            for (int s = 0; s < Model.Species.Count; s++)
            {
                if (i == 0)
                    yield return (Model.With(x, 0, s), 1, s, Math.Log(Baths.Left[s]));
                if (i == last)
                    yield return (Model.With(x, last, s), -1, s, Math.Log(Baths.Right[s]));
            }
        }
    }

    private ChannelSteadyState Solve()
    {
        var law = Process.Chain.Stationary;
        double occupancy = 0;
        for (int x = 0; x < Model.States; x++)
            occupancy += law[x] * Model.Count(x);
        return new(law, [.. Enumerable.Range(0, Model.Species.Count).Select(s => Process.Current(law, s))], Process.LossRate(law),
            occupancy);
    }
}
