using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Numerics;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>What a fit of a problem gives.</summary>
/// <param name="Uncertainty">The mean of Γ.</param>
/// <param name="Increase">The largest Γ less that of the logged rows alone.</param>
/// <param name="Bounds">2 Σ_h Γ_h on the optimal path, a number a start.</param>
/// <param name="Gaps">The policy's suboptimality, a number a start.</param>
/// <param name="Valid">The share where Γ covers the error.</param>
/// <param name="Map">Γ, mean over actions, a number a state.</param>
internal sealed record PanelOutcome(double Uncertainty, double Increase, double[] Bounds, double[] Gaps, double Valid, double[] Map);

/// <summary>
/// A walk on a grid of the unit square: five actions stay or step to a neighbor, and a bump at a random place pays. Values are fitted by
/// least squares on random Fourier features of state and action (Rahimi and Recht 2007), in which the task is linear only approximately.
/// </summary>
internal sealed class PanelProblem
{
    private const double LengthScale = 0.3, BumpWidth = 0.2; // in edges of the square
    private const int DistanceBins = 10;
    private static readonly (int X, int Y)[] s_moves = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)];

    private readonly PanelSettings _settings;
    private readonly TabularMdp _mdp;
    private readonly double[] _frequencies, _phases;
    private readonly double[] _features; // of the grid, [S][A][d]
    private readonly double[] _uncertainty; // Γ of the logged rows alone, [S][A]
    private readonly List<(double[] Phi, double Reward, int Next)> _rows = [];
    private readonly List<double[]> _random = [], _differences = [];

    public PanelProblem(PanelSettings settings, Seed seed)
    {
        _settings = settings;
        (_frequencies, _phases) = (new double[settings.Features * 4], new double[settings.Features]);
        RandomStream draw = seed.Derive("features").Stream();
        draw.FillNormal(_frequencies);
        for (int i = 0; i < _phases.Length; i++)
            _phases[i] = draw.NextUniform(0, 2 * Math.PI);
        _mdp = Task(seed.Derive("task").Stream());
        _features = [.. from s in Enumerable.Range(0, States) from a in Enumerable.Range(0, Actions) from f in Phi(Place(s), a) select f];
        Log(seed.Derive("log").Stream());
        _uncertainty = Uncertainties(Covariance(PanelRows.Logged));
        Distances = [.. Enumerable.Range(0, DistanceBins).Select(d => Math.Round((d + 0.5) * Math.Sqrt(2) / DistanceBins, 4))];
    }

    /// <summary>Logged states.</summary>
    public List<(double X, double Y)> Logged { get; } = [];

    /// <summary>The middles of the bins of distance from the corner.</summary>
    public double[] Distances { get; }

    private static int Actions => s_moves.Length;

    private int States => _settings.Side * _settings.Side;

    /// <summary>The states of a bin of distance.</summary>
    public IEnumerable<int> At(int bin) => Enumerable.Range(0, States).Where(s =>
        Math.Min((int)(Math.Sqrt(Place(s).X * Place(s).X + Place(s).Y * Place(s).Y) / Math.Sqrt(2) * DistanceBins), DistanceBins - 1)
            == bin);

    /// <summary>Fits with each kind of rows.</summary>
    /// <returns>[kind].</returns>
    public PanelOutcome[] Solve()
    {
        PlanningSolution best = ValueIteration.Solve(_mdp);
        double[][] pessimistic = [.. Weights(PanelRows.Logged, null)];
        return [.. Enum.GetValues<PanelRows>().Select(kind =>
            Outcome(kind, best, kind == PanelRows.Logged ? pessimistic : [.. Weights(kind, pessimistic)]))];
    }

    private PanelOutcome Outcome(PanelRows kind, PlanningSolution best, double[][] weights)
    {
        double[] gamma = Uncertainties(Covariance(kind));
        int[,] actions = new int[_settings.Horizon, States];
        double[] next = new double[States], values = new double[Actions];
        long valid = 0;
        for (int h = _settings.Horizon - 1; h >= 0; h--)
        {
            double[] current = new double[States];
            for (int s = 0; s < States; s++)
            {
                for (int a = 0; a < Actions; a++)
                {
                    double fitted = TensorPrimitives.Dot<double>(Feature(s, a), weights[h]), width = gamma[s * Actions + a];
                    values[a] = Math.Clamp(fitted - width, 0, _settings.Horizon - h);
                    valid += Math.Abs(_mdp.Reward(s, a) + next[Step(s, a)] - fitted) <= width ? 1 : 0;
                }
                actions[h, s] = Array.IndexOf(values, values.Max());
                current[s] = values.Max();
            }
            next = current;
        }
        double[] own = PolicyEvaluation.Evaluate(_mdp, TabularPolicy.Deterministic(actions, Actions)).Values[0];
        return new(gamma.Average(), gamma.Zip(_uncertainty, (with, without) => with - without).Max(),
            [.. Enumerable.Range(0, States).Select(s => Bound(s, best.Policy, gamma))],
            [.. best.Values[0].Zip(own, (most, reached) => most - reached)],
            (double)valid / (States * Actions * _settings.Horizon), [.. gamma.Chunk(Actions).Select(row => row.Average())]);
    }

    /// <summary>2 Σ_h Γ along the optimal path.</summary>
    private double Bound(int s, TabularPolicy best, double[] gamma)
    {
        double sum = 0;
        for (int h = 0; h < _settings.Horizon; h++)
        {
            int a = best.Mode(s, h);
            sum += gamma[s * Actions + a];
            s = Step(s, a);
        }
        return 2 * sum;
    }

    /// <summary>
    /// w_h, backwards: logged rows are fitted to r + V_{h+1}(s'), random actions to the pessimistic values of the fit to logged rows,
    /// differences to 0.
    /// </summary>
    /// <param name="kind">Which rows.</param>
    /// <param name="pessimistic">The weights of the fit to logged rows; not asked for where there are no others.</param>
    /// <returns>[H][d].</returns>
    private double[][] Weights(PanelRows kind, double[][]? pessimistic)
    {
        FeatureCovariance logged = Covariance(PanelRows.Logged), covariance = Covariance(kind);
        double[] gamma = Uncertainties(covariance), sum = new double[_settings.Features], next = new double[States];
        double[][] weights = new double[_settings.Horizon][];
        for (int h = _settings.Horizon - 1; h >= 0; h--)
        {
            Array.Clear(sum);
            foreach ((double[] phi, double reward, int to) in _rows)
                TensorPrimitives.MultiplyAdd(phi, reward + next[to], sum, sum);
            foreach (double[] phi in kind == PanelRows.Logged ? [] : _random)
                TensorPrimitives.MultiplyAdd(phi, Lowered(phi, pessimistic![h], logged.Uncertainty(phi), h), sum, sum);
            covariance.Solve(sum, weights[h] = new double[sum.Length]);
            for (int s = 0; s < States; s++)
            {
                double most = 0;
                for (int a = 0; a < Actions; a++)
                    most = Math.Max(most, Lowered(Feature(s, a), weights[h], gamma[s * Actions + a] / _settings.Penalty, h));
                next[s] = most;
            }
        }
        return weights;
    }

    private double Lowered(ReadOnlySpan<double> phi, double[] weights, double uncertainty, int h) =>
        Math.Clamp(TensorPrimitives.Dot<double>(phi, weights) - _settings.Penalty * uncertainty, 0, _settings.Horizon - h);

    private FeatureCovariance Covariance(PanelRows kind)
    {
        var covariance = new FeatureCovariance(_settings.Features, _settings.Ridge);
        foreach ((double[] phi, _, _) in _rows)
            covariance.Add(phi);
        foreach (double[] phi in kind == PanelRows.Logged ? [] : _random)
            covariance.Add(phi);
        foreach (double[] phi in kind == PanelRows.Smooth ? _differences : [])
            covariance.Add(phi);
        return covariance;
    }

    /// <summary>Γ = b √(φᵀ Λ⁻¹ φ) of the grid, [S][A].</summary>
    private double[] Uncertainties(FeatureCovariance covariance) =>
        [.. Enumerable.Range(0, States * Actions).Select(pair =>
            _settings.Penalty * covariance.Uncertainty(Feature(pair / Actions, pair % Actions)))];

    private void Log(RandomStream draw)
    {
        for (int i = 0; i < _settings.Rows; i++)
        {
            int s = Cell(Math.Abs(_settings.Spread * draw.NextNormal())) + Cell(Math.Abs(_settings.Spread * draw.NextNormal()))
                * _settings.Side;
            int action = draw.NextInt(Actions);
            (double x, double y) = Place(s);
            double[] phi = Phi((x, y), action);
            Logged.Add((x, y));
            _rows.Add((phi, _mdp.Reward(s, action), Step(s, action)));
            for (int k = 0; k < _settings.Perturbations; k++)
            {
                (double, double) near = (x + draw.NextUniform(-_settings.Radius, _settings.Radius),
                    y + draw.NextUniform(-_settings.Radius, _settings.Radius));
                _random.Add(Phi(near, draw.NextInt(Actions)));
                _differences.Add([.. Phi(near, action).Zip(phi, (there, here) => there - here)]);
            }
        }
    }

    private TabularMdp Task(RandomStream draw)
    {
        (double goalX, double goalY) = (draw.NextDouble(), draw.NextDouble());
        var builder = new TabularMdpBuilder(States, Actions) { Name = "Grid with a bump", Horizon = _settings.Horizon };
        for (int s = 0; s < States; s++)
        {
            (double x, double y) = Place(s);
            double distance = (x - goalX) * (x - goalX) + (y - goalY) * (y - goalY);
            for (int a = 0; a < Actions; a++)
                builder.Add(s, a, Step(s, a), 1).Reward(s, a, Math.Exp(-distance / (2 * BumpWidth * BumpWidth)));
        }
        return builder.Start(0).Build();
    }

    private ReadOnlySpan<double> Feature(int s, int a) => _features.AsSpan((s * Actions + a) * _settings.Features, _settings.Features);

    /// <summary>√(2/d) cos(ω·z + b) of z = (state, move), so that |φ| is about 1.</summary>
    private double[] Phi((double X, double Y) state, int action)
    {
        double[] phi = new double[_settings.Features];
        (int moveX, int moveY) = s_moves[action];
        for (int i = 0; i < phi.Length; i++)
        {
            Span<double> frequency = _frequencies.AsSpan(4 * i, 4);
            phi[i] = Math.Sqrt(2.0 / phi.Length) * Math.Cos(frequency[0] * state.X / LengthScale + frequency[1] * state.Y / LengthScale
                + frequency[2] * moveX + frequency[3] * moveY + _phases[i]);
        }
        return phi;
    }

    private (double X, double Y) Place(int s) => ((double)(s % _settings.Side) / (_settings.Side - 1),
        (double)(s / _settings.Side) / (_settings.Side - 1));

    private int Cell(double coordinate) => Math.Min((int)Math.Round(coordinate * (_settings.Side - 1)), _settings.Side - 1);

    private int Step(int s, int action)
    {
        (int x, int y) = (s % _settings.Side + s_moves[action].X, s / _settings.Side + s_moves[action].Y);
        return Math.Clamp(y, 0, _settings.Side - 1) * _settings.Side + Math.Clamp(x, 0, _settings.Side - 1);
    }
}
