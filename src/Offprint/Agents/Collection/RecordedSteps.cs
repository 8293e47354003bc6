using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Agents.Collection;

/// <summary>
/// All steps of a training as what cannot be recomputed: its actions, and how long its episodes were. Starts follow from the seed, and the
/// simulation gives observations, rewards and ends again, to the same bits where its arithmetic is the same.
/// </summary>
/// <param name="Actions">[N, act].</param>
/// <param name="Lengths">Rows of the episodes, in order; their sum is N. The last one may be unfinished.</param>
/// <param name="Width">Numbers of an action.</param>
internal sealed record RecordedSteps(float[] Actions, int[] Lengths, int Width)
{
    private const string ActionsName = "actions", LengthsName = "lengths";

    public int Rows => Actions.Length / Width;

    public static RecordedSteps Of(OfflineDataset steps) =>
        new(steps.Actions.Array, [.. steps.Episodes.Select(episode => episode.Length)], steps.Actions.Width);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or cut short; the message names it.</exception>
    public static RecordedSteps Read(string path)
    {
        IReadOnlyDictionary<string, NumericArray> arrays = NpzFile.Read(path);
        if (!arrays.TryGetValue(ActionsName, out NumericArray? actions) || !arrays.TryGetValue(LengthsName, out NumericArray? lengths)
            || actions.Shape is not [_, > 0] || actions.ElementType != typeof(float) || lengths.ElementType != typeof(int))
        {
            throw new InvalidDataException($"'{path}' holds no steps of a training: '{ActionsName}' [N, act] in float32 and " +
                $"'{LengthsName}' in int32 are needed.");
        }
        var steps = new RecordedSteps(actions.As<float>(), lengths.As<int>(), actions.Shape[1]);
        long told = steps.Lengths.Sum(length => (long)length);
        return steps.Lengths.All(length => length > 0) && told == steps.Rows
            ? steps
            : throw new InvalidDataException(
                $"'{path}' is cut short: its episodes have {told} steps, and there are actions of {steps.Rows}. Fetch or make it again.");
    }

    public void Write(string path) => NpzFile.Write(path, new Dictionary<string, NumericArray>
    {
        [ActionsName] = new([Rows, Width], Actions), [LengthsName] = new([Lengths.Length], Lengths),
    });

    /// <summary>Plays the steps again.</summary>
    /// <param name="create">Makes the environment.</param>
    /// <param name="seed">The seed of the training's member, from which its episodes' follow.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The rows, with the state beside each observation.</returns>
    /// <exception cref="InvalidDataException">An episode does not end where it did.</exception>
    public OfflineDataset Replay(Func<IEnvironment> create, Seed seed, Action<double>? progress, CancellationToken cancellation)
    {
        using IEnvironment first = create();
        if (first.Spec.Action.Size != Width)
        {
            throw new InvalidDataException(
                $"Actions of {first.Spec.Name} have {first.Spec.Action.Size} numbers, the recorded ones {Width}.");
        }
        var log = new EpisodeLog(Rows);
        int[] starts = new int[Lengths.Length];
        for (int episode = 1; episode < starts.Length; episode++)
            starts[episode] = starts[episode - 1] + Lengths[episode - 1];
        Workers.Run(Environment.ProcessorCount, (worker, stop) =>
        {
            using IEnvironment environment = create();
            while (log.Next() is var episode && episode.Number < Lengths.Length)
            {
                stop.ThrowIfCancellationRequested();
                Play(environment, episode, VectorEnvironment.EpisodeSeed(seed.Derive("episodes"), 0, episode.Number),
                    Actions.AsSpan(starts[episode.Number] * Width, Lengths[episode.Number] * Width));
                log.Add(episode);
                if (worker == 0)
                    progress?.Invoke(log.Share);
            }
        }, cancellation);
        return log.ToDataset(first.Spec, EpisodePlayer.InfosOf(first));
    }

    private void Play(IEnvironment environment, EpisodeRecord episode, Seed seed, ReadOnlySpan<float> actions)
    {
        float[] observation = new float[environment.Spec.Observation.Size];
        float[] info = new float[EpisodePlayer.InfosOf(environment).Sum(column => column.Width)];
        environment.Reset(seed, observation);
        int length = actions.Length / Width;
        for (int step = 0; step < length; step++)
        {
            (environment as ILoggedEnvironment)?.WriteInfo(info);
            episode.Begin(observation, info);
            ReadOnlySpan<float> action = actions.Slice(step * Width, Width);
            StepResult result = environment.Step(action, observation);
            episode.Finish(action, result, observation);
            bool last = step == length - 1, unfinished = last && episode.Number == Lengths.Length - 1;
            if (result.Ended != last && !unfinished)
            {
                throw new InvalidDataException(
                    $"Episode {episode.Number} of the recorded steps of {environment.Spec.Name} had {length} steps; played again here it " +
                    (result.Ended ? $"ends after {step + 1}" : "goes on") +
                    ". The simulation on this machine differs from the one that recorded it: another MuJoCo, or other mathematics of the " +
                    "processor. Make the data anew with `offprint collect`.");
            }
        }
    }
}
