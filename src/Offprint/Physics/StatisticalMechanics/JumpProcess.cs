using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>A move of a jump process.</summary>
/// <param name="From">The state that it leaves.</param>
/// <param name="To">The state that it reaches.</param>
/// <param name="Rate">Its rate, positive.</param>
/// <param name="Charge">What it counts: the charge that it carries, or 0.</param>
/// <param name="Kind">What moves, for example the number of an ion's species.</param>
public readonly record struct JumpMove(int From, int To, double Rate, double Charge = 0, int Kind = 0);

/// <summary>
/// A Markov process in continuous time whose moves carry a charge (a counting field). Two states may be joined by several moves, such as
/// entries from either side. Moves are kept in the order of the states that they leave.
/// </summary>
public sealed class JumpProcess
{
    private readonly JumpMove[] _moves;
    private readonly int[] _first, _reverse;
    private readonly double[] _exits;
    private readonly Func<int, string> _name;
    private readonly Lazy<MarkovChain> _chain;

    /// <summary>Makes a process.</summary>
    /// <param name="states">How many states there are.</param>
    /// <param name="moves">The moves, each with a positive rate between two different states.</param>
    /// <param name="name">Names a state in messages; its number by default.</param>
    /// <exception cref="ArgumentException">A move's states or rate are not valid; the message names it.</exception>
    public JumpProcess(int states, IEnumerable<JumpMove> moves, Func<int, string>? name = null)
    {
        (States, _name) = (states, name ?? (state => state.ToString(CultureInfo.InvariantCulture)));
        _moves = [.. moves.OrderBy(m => m.From)];
        foreach (var move in _moves)
            Check(move);
        (_first, _exits) = (new int[states + 1], new double[states]);
        foreach (var move in _moves)
        {
            _first[move.From + 1]++;
            _exits[move.From] += move.Rate;
        }
        for (int x = 0; x < states; x++)
            _first[x + 1] += _first[x];
        _reverse = [.. _moves.Select(ReverseOf)];
        _chain = new(() => MarkovChain.OfGenerator(Generator(), _name));
    }

    /// <summary>The number of states.</summary>
    public int States { get; }

    /// <summary>The moves, in the order of the states that they leave.</summary>
    public ReadOnlySpan<JumpMove> Moves => _moves;

    /// <summary>The rate at which each state is left, [states].</summary>
    public ReadOnlySpan<double> ExitRates => _exits;

    /// <summary>Without its charges: stationary law, propagation, group inverse.</summary>
    public MarkovChain Chain => _chain.Value;

    /// <summary>The moves that leave a state: their places in <see cref="Moves"/>.</summary>
    /// <param name="state">The state.</param>
    /// <returns>First place, and the place after the last.</returns>
    public (int First, int End) MovesFrom(int state) => (_first[state], _first[state + 1]);

    /// <summary>The place of a move's reverse: between the same states, of the same kind, with the opposite charge.</summary>
    /// <param name="move">The move's place.</param>
    /// <returns>Its place, or −1 if the move cannot be reversed.</returns>
    public int Reverse(int move) => _reverse[move];

    /// <summary>
    /// The generator, tilted by a counting field: rates times e^{χ·charge} off the diagonal, minus the untilted exit rates on it.
    /// </summary>
    /// <param name="chi">χ; 0 for the generator itself.</param>
    /// <returns>[states, states], rows are sources.</returns>
    public Matrix<double> Generator(double chi = 0)
    {
        var matrix = Matrix<double>.Build.Dense(States, States);
        foreach (var move in _moves)
        {
            matrix[move.From, move.To] += move.Rate * Math.Exp(chi * move.Charge);
            matrix[move.From, move.From] -= move.Rate;
        }
        return matrix;
    }

    /// <summary>The charge moved in unit time.</summary>
    /// <param name="law">The law of the state, [states].</param>
    /// <param name="kind">Count moves of this kind only; <see langword="null"/> for all.</param>
    /// <returns>Σ p k × charge.</returns>
    public double Current(Vector<double> law, int? kind = null)
    {
        double sum = 0;
        foreach (var move in _moves)
            sum += kind is null || move.Kind == kind ? law[move.From] * move.Rate * move.Charge : 0;
        return sum;
    }

    /// <summary>
    /// Information lost in unit time, Σ p k ln(p k / p′ k′) over moves and their reverses: the rate of total entropy production, in nats.
    /// </summary>
    /// <param name="law">The law of the state, [states], positive everywhere.</param>
    /// <returns>Not negative; 0 only under detailed balance.</returns>
    /// <exception cref="InvalidOperationException">A move has no reverse: the loss would be infinite.</exception>
    public double LossRate(Vector<double> law)
    {
        double sum = 0;
        for (int i = 0; i < _moves.Length; i++)
        {
            double forward = law[_moves[i].From] * _moves[i].Rate, backward = law[_moves[i].To] * _moves[ReverseOrThrow(i)].Rate;
            sum += forward * Math.Log(forward / backward);
        }
        return sum;
    }

    /// <summary>
    /// The growth rate of the variance of the charge moved in the steady state, θ″(0) of the leading eigenvalue θ(χ) of
    /// <see cref="Generator"/>.
    /// </summary>
    /// <returns>Σ π k c² + 2 π G₁ Z G₁ 1 with (G₁)_xy = Σ k c and Z the group inverse of −G.</returns>
    public double Noise()
    {
        var law = Chain.Stationary;
        double direct = 0;
        foreach (var move in _moves)
            direct += law[move.From] * move.Rate * move.Charge * move.Charge;
        return direct + 2 * (ChargedInflow(law) * Chain.GroupInverse) * MeanCharges();
    }

    /// <summary>
    /// The derivative of the steady current when every rate k is multiplied by e^{λ·charge}, at λ = 0: of the charge moved to the driving
    /// force that does work with it. A force u that acts as e^{u·charge/2} has the conductance dJ/du = half of it.
    /// </summary>
    /// <returns>dJ/dλ.</returns>
    public double Response()
    {
        var law = Chain.Stationary;
        double direct = 0;
        var change = Vector<double>.Build.Dense(States); // π ∂G/∂λ: exits change with the moves
        foreach (var move in _moves)
        {
            double flow = law[move.From] * move.Rate * move.Charge;
            direct += flow * move.Charge;
            change[move.To] += flow;
            change[move.From] -= flow;
        }
        return direct + (change * Chain.GroupInverse) * MeanCharges();
    }

    internal int ReverseOrThrow(int move) => _reverse[move] >= 0 ? _reverse[move] : throw new InvalidOperationException(
        $"The move from {_name(_moves[move].From)} to {_name(_moves[move].To)} has no reverse, so that the information it loses is " +
            "infinite. " +
        "Give every move a reverse of the same kind and opposite charge.");

    /// <summary>π G₁: the charge that arrives with each state.</summary>
    private Vector<double> ChargedInflow(Vector<double> law)
    {
        var inflow = Vector<double>.Build.Dense(States);
        foreach (var move in _moves)
            inflow[move.To] += law[move.From] * move.Rate * move.Charge;
        return inflow;
    }

    /// <summary>G₁ 1: the charge moved in unit time out of each state.</summary>
    private Vector<double> MeanCharges()
    {
        var charges = Vector<double>.Build.Dense(States);
        foreach (var move in _moves)
            charges[move.From] += move.Rate * move.Charge;
        return charges;
    }

    private void Check(JumpMove move)
    {
        if (move.From < 0 || move.From >= States || move.To < 0 || move.To >= States || move.From == move.To)
            throw new ArgumentException($"The move {move.From} → {move.To} does not join two of the {States} states.");
        if (!(move.Rate > 0) || !double.IsFinite(move.Rate))
            throw new ArgumentException(
                $"The move {_name(move.From)} → {_name(move.To)} has the rate {move.Rate}; rates must be positive and finite. Leave out " +
                "moves that never happen.");
    }

    private int ReverseOf(JumpMove move)
    {
        var (first, end) = MovesFrom(move.To);
        for (int i = first; i < end; i++)
        {
            if (_moves[i].To == move.From && _moves[i].Kind == move.Kind && _moves[i].Charge == -move.Charge)
                return i;
        }
        return -1;
    }
}
