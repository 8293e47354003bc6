using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Options of <see cref="QProbe"/>.</summary>
/// <param name="Rows">The rows of each sample.</param>
/// <param name="FirstSteps">The online rows of the warm-up, which count as a sample of their own.</param>
[Kind("wsrl-q")]
public sealed record QProbeOptions(int Rows, int FirstSteps) : ProbeOptions
{
    /// <summary>Decides which rows of the data are looked at: the same for all methods and seeds.</summary>
    private const ulong SampleSeed = 2048;

    /// <inheritdoc/>
    public override IProbe Create(ProbeSetup setup) =>
        setup.Own(new QProbe(setup.ActorCritic, setup.FixedRows(Rows, seed: new Seed(SampleSeed)), this));
}

/// <summary>
/// Values and one-step errors of critics on three samples: a fixed one of the data set, which nothing is trained on after the switch unless
/// data are retained; the first online rows; the newest online rows.
/// </summary>
/// <remarks>
/// The error is one rule for all methods, so that they compare: E (Q_i(s, a) − r − γ m min(Q̄₁, Q̄₂)(s′, π(s′)))², a mean over critics and
/// rows, where π(s′) is the policy's best action.
/// </remarks>
/// <param name="agent">The agent that is trained.</param>
/// <param name="data">The sample of the data, [1, B, …], which the probe does not dispose of.</param>
/// <param name="options">Sizes of the samples.</param>
public sealed class QProbe(IActorCritic agent, Batch data, QProbeOptions options) : IOnlineProbe, IDisposable
{
    private const int TargetCritics = 2; // what clipped double Q-learning and a subset of two take the least of

    private readonly PopulationRandom _unused = new([.. Enumerable.Range(0, agent.Population).Select(_ => new Seed(0))]);
    private ReplayBuffer? _buffer;
    private ITransitionSource? _rows;

    /// <inheritdoc/>
    public void Watch(ReplayBuffer buffer, ITransitionSource rows) => (_buffer, _rows) = (buffer, rows);

    /// <summary>
    /// <c>data Q</c> and <c>data error</c>; <c>data excess</c>, the mean of Q − G where rows have returns-to-go; <c>data policy Q</c>, the
    /// value of the policy's own action there. Online also <c>first Q</c>, <c>first error</c>, <c>newest Q</c>, <c>newest error</c>, and
    /// <c>newest next Q</c>, the value of the policy's action in the successors of the newest rows.
    /// </summary>
    /// <param name="learner">The learner; it is not changed.</param>
    /// <returns>Numbers by name, [P].</returns>
    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var numbers = new Dictionary<string, double[]>();
        Tensor values = Look("data", data, numbers);
        numbers["data policy Q"] = Value(data.Observations);
        if (data.ReturnToGo is { } returns)
            numbers["data excess"] = (values - returns).mean([0, 2, 3]).PerMember();
        if (_buffer is not { Count: > 0 } buffer)
            return numbers;
        Look("first", Online(buffer, Math.Min(options.FirstSteps, buffer.Count), (_, i) => i), numbers);
        Batch newest = Online(buffer, Math.Min(options.Rows, buffer.Count),
            (p, i) => (int)((buffer.Columns.TotalOf(p) - 1 - i) % buffer.Columns.Capacity));
        Look("newest", newest, numbers);
        numbers["newest next Q"] = Value(newest.Next);
        return numbers;
    }

    /// <inheritdoc/>
    public void Dispose() => _unused.Dispose();

    /// <summary>Adds the mean value of a sample, and the mean squared error.</summary>
    /// <returns>The values, [N, P, B, 1].</returns>
    private Tensor Look(string sample, Batch batch, Dictionary<string, double[]> numbers)
    {
        CriticEnsemble critics = agent.Critics;
        Tensor values = critics.Values(batch.Observations, batch.Actions);
        Tensor next = critics.Targets(batch.Next, BestAction(batch.Next));
        Tensor least = next.narrow(0, 0, Math.Min(TargetCritics, critics.Count)).amin([0]);
        Tensor target = batch.Rewards.addcmul(batch.Continue, least, agent.Discount);
        numbers[$"{sample} Q"] = values.mean([0, 2, 3]).PerMember();
        numbers[$"{sample} error"] = (values - target).Squared().mean([0, 2, 3]).PerMember();
        return values;
    }

    private double[] Value(Tensor observations) =>
        agent.Critics.Values(observations, BestAction(observations)).mean([0, 2, 3]).PerMember();

    private Tensor BestAction(Tensor observations) => agent.Policy.Act(observations, ActMode.Deterministic, _unused);

    /// <summary>Chosen rows of each seed's buffer as a batch of the current dispose scope.</summary>
    private Batch Online(ReplayBuffer buffer, int count, Func<int, int, int> place)
    {
        BatchLayout layout = _rows!.Layout;
        int members = buffer.Population;
        float[] Make(int width) => new float[members * count * width];
        float[] observations = Make(layout.Observation), actions = Make(layout.Action), rewards = Make(1), next = Make(layout.Observation),
            goesOn = Make(1), returns = Make(layout.ReturnToGo ? 1 : 0), extra = Make(layout.Extra.Width);
        var all = new BatchSpans
        {
            Observations = observations, Actions = actions, Rewards = rewards, Next = next, Continue = goesOn, ReturnToGo = returns,
            Extra = extra,
        };
        for (int p = 0; p < members; p++)
            _rows.Gather(p, [.. Enumerable.Range(0, count).Select(i => place(p, i))], all.Slice(layout, p * count, count));
        return new(Shape(observations), Shape(actions), Shape(rewards), Shape(next), Shape(goesOn));

        Tensor Shape(float[] values) => tensor(values, [members, count, values.Length / (members * count)]);
    }
}
