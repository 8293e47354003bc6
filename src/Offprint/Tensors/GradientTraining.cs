using System.Diagnostics;
using Offprint.Files;
using Offprint.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>Options of <see cref="GradientTraining"/>.</summary>
public sealed record GradientTrainingOptions
{
    /// <summary>Optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>The optimizer's options.</summary>
    public AdamOptions Adam { get; init; } = new();

    /// <summary>Steps of the learning rate's linear rise. Default 0.</summary>
    public int WarmUp { get; init; }

    /// <summary>The last multiplier of the learning rate's cosine. Default 0.</summary>
    public double FinalRate { get; init; }

    /// <summary>
    /// The decay of the averaged parameters that the network is left with; <see langword="null"/> leaves the trained ones.
    /// </summary>
    public double? AverageDecay { get; init; }
}

/// <summary>Minimizes a loss over random batches, with a file from which an interrupted training resumes to the same bits.</summary>
/// <param name="parameters">What is trained.</param>
/// <param name="options">Steps, optimizer, schedule.</param>
/// <param name="seed">Where batches and noise are drawn from.</param>
public sealed class GradientTraining(ParameterBuffer parameters, GradientTrainingOptions options, Seed seed)
{
    private const double SaveSeconds = 20;
    private readonly ParameterBuffer _parameters = parameters;

    /// <summary>Trains from the start, or from where an interrupted run came to.</summary>
    /// <param name="loss">The loss of a batch that it draws from the stream, a scalar tensor.</param>
    /// <param name="resumeFile">
    /// Where the state is kept, <see langword="null"/> for nowhere. At the end it holds the complete training, so that nothing is lost
    /// until
    /// the caller has stored what became of it; then the caller deletes it.
    /// </param>
    /// <param name="report">Receives the step and the newest loss, every ten steps; throws to stop.</param>
    /// <param name="cancellation">Stops after the step at hand, with the state saved.</param>
    /// <returns>The mean loss of each hundred steps.</returns>
    /// <exception cref="ArithmeticException">The loss is not finite; the message names the step.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public IReadOnlyList<double> Run(
        Func<TensorRandom, Tensor> loss, string? resumeFile = null, Action<int, double>? report = null,
        CancellationToken cancellation = default)
    {
        using var random = new TensorRandom(seed.Derive("training"));
        using var average = options.AverageDecay is { } decay ? new ExponentialAverage(_parameters, decay) : null;
        var adam = new Adam(_parameters, options.Adam);
        var losses = new List<double>();
        double sum = 0;
        int step = resumeFile is not null && File.Exists(resumeFile) ? Resume(resumeFile, adam, average, random, losses, out sum) : 0;
        var sinceSave = Stopwatch.StartNew();
        try
        {
            while (step < options.Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                sum += Step(loss, random, adam, average, step);
                double mean = sum / (step % 100 + 1);
                if (++step % 100 == 0)
                {
                    losses.Add(mean);
                    sum = 0;
                }
                if (step % 10 == 0)
                    report?.Invoke(step, mean);
                if (resumeFile is not null && sinceSave.Elapsed.TotalSeconds > SaveSeconds)
                {
                    Save(resumeFile, step, adam, average, random, losses, sum);
                    sinceSave.Restart();
                }
            }
        }
        catch (OperationCanceledException) when (resumeFile is not null)
        {
            Save(resumeFile, step, adam, average, random, losses, sum);
            throw;
        }
        if (resumeFile is not null)
            Save(resumeFile, step, adam, average, random, losses, sum);
        if (average is not null)
            _parameters.CopyFrom(average.Average);
        return losses;
    }

    private double Step(Func<TensorRandom, Tensor> loss, TensorRandom random, Adam adam, ExponentialAverage? average, int step)
    {
        // An experiment that trains and then samples may run without gradients as a whole.
        using var enabled = enable_grad();
        using var scope = NewDisposeScope();
        var value = loss(random);
        double number = value.ToDouble();
        if (!double.IsFinite(number))
            throw new ArithmeticException($"The loss of step {step} is {number}: lower the learning rate or clip the gradients.");
        value.backward();
        adam.Step(LearningRateSchedule.Cosine(step, options.Steps, options.WarmUp, options.FinalRate));
        average?.Update();
        return number;
    }

    private void Save(string path, int step, Adam adam, ExponentialAverage? average, TensorRandom random, List<double> losses, double sum)
    {
        var state = adam.Save();
        byte[] generator = random.Save();
        var arrays = new Dictionary<string, NumericArray>
        {
            ["step"] = Vector(new long[] { step }),
            ["values"] = Vector(_parameters.ValueSpan.ToArray()),
            ["first"] = Vector(state.First),
            ["second"] = Vector(state.Second),
            ["generator"] = Vector(generator),
            ["losses"] = Vector(losses.ToArray()),
            ["sum"] = Vector(new[] { sum }),
        };
        if (average is not null)
            arrays["average"] = Vector(average.Average.ValueSpan.ToArray());
        NpzFile.Write(path, arrays);
    }

    private int Resume(string path, Adam adam, ExponentialAverage? average, TensorRandom random, List<double> losses, out double sum)
    {
        var arrays = NpzFile.Read(path);
        float[] values = Part("values").As<float>();
        if (values.Length != _parameters.Count)
        {
            throw new InvalidDataException(
                $"'{path}' holds {values.Length} parameters, the network {_parameters.Count}: delete the file to train anew.");
        }
        int step = (int)Part("step").As<long>()[0];
        values.CopyTo(_parameters.ValueSpan);
        adam.Load(new AdamState([step], Part("first").As<float>(), Part("second").As<float>()));
        average?.Load(Part("average").As<float>(), step);
        random.Load(Part("generator").As<byte>());
        losses.AddRange(Part("losses").As<double>());
        sum = Part("sum").As<double>()[0];
        return step;

        NumericArray Part(string name) => arrays.TryGetValue(name, out var part)
            ? part
            : throw new InvalidDataException($"'{path}' is no state of a training, it has no '{name}': delete the file to train anew.");
    }

    private static NumericArray Vector<T>(T[] values) => new([values.Length], values);
}
