using Offprint.Agents.Learners;
using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Models;

/// <summary>A step in a learned model.</summary>
/// <param name="Next">The successors, [P, B, obs], not scaled.</param>
/// <param name="Rewards">The rewards, [P, B, 1], raw.</param>
public readonly record struct ModelStep(Tensor Next, Tensor Rewards);

/// <summary>
/// Probabilistic networks that predict change of state and reward (Chua et al. 2018, PETS; Janner et al. 2019, MBPO), several of each seed.
/// </summary>
/// <remarks>
/// Network m of a seed gives mean μ and log-variance ℓ of (s′ − s, r), softly bounded by two trained vectors, and descends
/// $$L_m = \mathbb{E}\,\big[(\mu - y)^2 e^{-\ell}\big] + \mathbb{E}\,\ell + w\,\textstyle\sum(\ell_{max} - \ell_{min}) +
/// \sum_k \tfrac{\lambda_k}{2} |W_k|^2$$
/// on a bootstrap sample of its own. Inputs are standardized, targets are not. Networks lie seed after seed.
/// </remarks>
public sealed class EnsembleDynamics : IDisposable, IDescribable
{
    private const double LowestStart = -10, HighestStart = 0.5; // where the bounds begin (code)

    private const string NetworkName = "dynamics";

    private readonly int _observation;

    internal EnsembleDynamics(EnvironmentSpec spec, DynamicsOptions options, int members, IReadOnlyList<Seed> seeds, InputScale scale)
    {
        (_observation, Options, Scale, Population) = (spec.Observation.Size, options, scale, seeds.Count);
        int outputs = 2 * (_observation + 1);
        Network = new(new(_observation + spec.Action.Size, outputs, options.Hidden, options.Activation, FreeOutputs: outputs),
            [.. seeds.SelectMany(seed => Enumerable.Range(0, members).Select(m => seed.Derive("dynamics").Derive((ulong)m)))]);
        Members = members;
    }

    /// <summary>The options.</summary>
    public DynamicsOptions Options { get; }

    /// <summary>P.</summary>
    public int Population { get; }

    /// <summary>Networks of each seed.</summary>
    public int Members { get; }

    /// <summary>The networks, seed after seed.</summary>
    public Mlp Network { get; }

    /// <summary>
    /// Mean squared errors of the members on held-out rows, in units of the targets' variances, [P][M]: of all that were trained.
    /// </summary>
    public IReadOnlyList<double[]> HeldOutErrors { get; internal init; } = [];

    internal InputScale Scale { get; }

    /// <summary>Fits an ensemble to the transitions of a data set.</summary>
    /// <param name="data">The data set; of an episode's last row only what stores its successor is used.</param>
    /// <param name="options">Sizes, penalties, when to stop.</param>
    /// <param name="seeds">One a member of the population.</param>
    /// <param name="progress">Receives the share of epochs that are done.</param>
    /// <param name="cancellation">Stops within a batch.</param>
    /// <returns>The elites of each seed.</returns>
    /// <exception cref="ArgumentException">There are fewer rows than are held out, or fewer networks than elites.</exception>
    public static EnsembleDynamics Fit(OfflineDataset data, DynamicsOptions options, IReadOnlyList<Seed> seeds,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        using var fit = new DynamicsFit(data, options, seeds);
        fit.Train(progress, cancellation);
        return fit.Elites();
    }

    /// <summary>Draws a step: each row takes one of its seed's elites, equally often up to one, and a sample of its law.</summary>
    /// <param name="states">[P, B, obs], not scaled.</param>
    /// <param name="actions">[P, B, act].</param>
    /// <param name="draws">What the step draws: see <see cref="Draws"/>.</param>
    /// <returns>Successors and rewards, of the current dispose scope, without gradients.</returns>
    public ModelStep Step(Tensor states, Tensor actions, StepDraws draws)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        long rows = states.shape[1], width = draws.Order.shape[1] / Members;
        Tensor blocks = Rows(cat([states, actions], 2), draws.Order).reshape(Population * Members, width, -1);
        (Tensor mean, Tensor logVariance) = Law(blocks);
        Tensor law = Rows(cat([mean, logVariance], 2).view(Population, Members * width, -1), draws.Places);
        int outputs = _observation + 1;
        Tensor sample = law.narrow(2, 0, outputs) + (law.narrow(2, outputs, outputs) / 2).exp() * draws.Noise;
        return new((states + sample.narrow(2, 0, _observation)).MoveToOuterDisposeScope(),
            sample.narrow(2, _observation, 1).MoveToOuterDisposeScope());
    }

    /// <summary>Draws what a step needs; copies of the same rows may share it.</summary>
    /// <param name="rows">B.</param>
    /// <param name="random">P streams.</param>
    /// <param name="copies">How often the rows stand one after the other, with equal draws. Default 1.</param>
    /// <returns>Tensors of the current dispose scope.</returns>
    public StepDraws Draws(int rows, PopulationRandom random, int copies = 1)
    {
        int block = (rows + Members - 1) / Members, width = block * copies;
        long[] order = new long[Population * Members * width], places = new long[Population * rows * copies];
        int[] shuffled = new int[rows];
        for (int p = 0; p < Population; p++)
        {
            for (int i = 0; i < rows; i++)
                shuffled[i] = i;
            random.Host(p).Shuffle(shuffled.AsSpan());
            for (int place = 0; place < Members * block; place++)
            {
                // The last blocks are filled up with rows that have their place already.
                int row = shuffled[place % rows], start = p * Members * width + place / block * width + place % block;
                for (int copy = 0; copy < copies; copy++)
                {
                    order[start + copy * block] = copy * rows + row;
                    if (place < rows)
                        places[(p * copies + copy) * rows + row] = place / block * width + copy * block + place % block;
                }
            }
        }
        Tensor noise = random.Normal(rows, _observation + 1);
        return new(tensor(order, [Population, Members * width, 1]), tensor(places, [Population, rows * copies, 1]),
            copies == 1 ? noise : noise.repeat(1, copies, 1));
    }

    /// <summary>Mean and log-variance of (s′ − s, r) by each network, with gradients to the parameters.</summary>
    /// <param name="inputs">States and actions side by side, [P · M|1, B, obs + act], not scaled.</param>
    /// <returns>Both [P · M, B, obs + 1].</returns>
    internal (Tensor Mean, Tensor LogVariance) Law(Tensor inputs)
    {
        Tensor outputs = Network.Forward(Scale.Apply(inputs));
        (Tensor low, Tensor high) = Bounds();
        int half = _observation + 1;
        return (outputs.narrow(2, 0, half), SoftBound.Of(outputs.narrow(2, half, half), low, high));
    }

    /// <summary>The trained bounds of log-variances, [P · M, 1, obs + 1].</summary>
    internal (Tensor Low, Tensor High) Bounds()
    {
        int half = _observation + 1;
        return (Network.Free.narrow(2, 0, half) + LowestStart, Network.Free.narrow(2, half, half) + HighestStart);
    }

    /// <summary>Writes networks, scales and held-out errors.</summary>
    /// <param name="path">The file, a NumPy archive.</param>
    public void Write(string path)
    {
        var state = new AgentState();
        state.AddParameters(NetworkName, Network.Parameters);
        state.Add("mean", Scale.Mean);
        state.Add("deviation", Scale.Deviation);
        state.Add("held-out errors", [.. HeldOutErrors.SelectMany(e => e)]);
        state.Write(path);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">The environment's spaces.</param>
    /// <param name="options">The options that it was fitted with.</param>
    /// <param name="seeds">One a member of the population.</param>
    /// <returns>The elites.</returns>
    /// <exception cref="InvalidDataException">The file is of other networks.</exception>
    public static EnsembleDynamics Read(string path, EnvironmentSpec spec, DynamicsOptions options, IReadOnlyList<Seed> seeds)
    {
        AgentState state = AgentState.Read(path);
        var read = new EnsembleDynamics(spec, options, options.Elites, seeds, new(state.Get<float>("mean"), state.Get<float>("deviation")))
        {
            HeldOutErrors = [.. state.Get<double>("held-out errors").Chunk(options.Members)],
        };
        state.RestoreParameters(NetworkName, read.Network.Parameters);
        return read;
    }

    /// <inheritdoc/>
    public Card Describe() => new("Ensemble of probabilistic dynamics")
    {
        Facts =
        [
            new("Seeds", Population), new("Elites of a seed", Members), new("Networks trained", Options.Members),
            new("Held-out error, share of variance", HeldOutErrors.Count > 0 ? HeldOutErrors.Average(e => e.Order().Take(Members).Average())
                : double.NaN),
            .. Network.Describe().Facts,
        ],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Scale.Dispose();
    }

    private static Tensor Rows(Tensor of, Tensor index) => of.gather(1, index.expand(-1, -1, of.shape[2]));
}

/// <summary>What a step in a model draws.</summary>
/// <param name="Order">Which rows the elites take, block after block, int64 [P, E · width, 1].</param>
/// <param name="Places">Where each row's prediction then stands, int64 [P, B, 1].</param>
/// <param name="Noise">Standard normal numbers, [P, B, obs + 1].</param>
public sealed record StepDraws(Tensor Order, Tensor Places, Tensor Noise);
