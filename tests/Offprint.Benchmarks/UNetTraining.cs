using System.Diagnostics;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Pretrained;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using static TorchSharp.torch;
using Conv2d = TorchSharp.Modules.Conv2d;

namespace Offprint.Benchmarks;

/// <summary>
/// One training step of the digit U-Net against its convolutions' own forward and backward passes on tensors of the same shapes, in one
/// run on one thread, with a table of where the time goes.
/// </summary>
internal static class UNetTraining
{
    private const int Batch = 64, Rounds = 15;

    private sealed record Layer(string Name, Conv2d Module, long[] Input)
    {
        public Tensor X { get; } = randn(Input).requires_grad_(true);

        private Tensor? Gradient { get; set; }

        /// <summary>The first convolution needs no gradient of its input.</summary>
        public bool First => Input[1] == 4;

        public void Run()
        {
            using var scope = NewDisposeScope();
            var x = First ? X.detach() : X;
            var y = Module.forward(x);
            y.backward([Gradient ??= randn_like(y).DetachFromDisposeScope()]);
        }
    }

    public static int Run()
    {
        Console.WriteLine(LibTorch.EnsureLoaded());
        using var outer = NewDisposeScope();
        var options = new DigitDenoiserOptions();
        using var network = new UNet(options.Network, new Seed(1));
        using var random = new TensorRandom(new Seed(2));
        using var average = new ExponentialAverage(network.Parameters, options.AverageDecay);
        var adam = new Adam(network.Parameters, new AdamOptions(options.LearningRate, MaxGradientNorm: 1));
        var matching = new DenoisingScoreMatching(DigitDenoiser.Schedule);
        var images = random.Normal([Batch, 1, 28, 28]);
        var labels = arange(Batch, ScalarType.Int64) % 10;
        var layers = Layers(network);
        var parts = new Dictionary<string, List<double>>();
        for (int round = -2; round < Rounds; round++)
        {
            var clock = new Parts(parts, round >= 0);
            using (var scope = NewDisposeScope())
            {
                var whole = Stopwatch.StartNew();
                var loss = clock.Time("loss and forward pass", () =>
                    matching.Loss((x, t) => network.forward(x, t, labels), images, random));
                clock.Time("backward pass", () => { loss.backward(); return 0; });
                clock.Time("Adam and average", () => { adam.Step(0); average.Update(); return 0; });
                clock.Add("training step", whole.Elapsed.TotalSeconds);
            }
            foreach (var layer in layers)
                clock.Time(layer.Name, () => { layer.Run(); return 0; });
            network.Parameters.ClearGradients();
        }
        Print(parts, layers);
        return 0;
    }

    /// <summary>The convolutions in the order of the network's modules, each at the resolution of its level.</summary>
    private static List<Layer> Layers(UNet network)
    {
        int side = network.Options.ImageSize / network.Options.Patch, last = network.Options.Widths.Count - 1;
        return [.. from pair in network.named_modules()
                   where pair.module is Conv2d
                   let convolution = (Conv2d)pair.module
                   let words = pair.name.Split('.')
                   let level = words[0] switch
                   {
                       "_middle" => last,
                       "_grow" => int.Parse(words[1]) + 1,
                       "_down" or "_up" or "_shrink" => int.Parse(words[1]),
                       _ => 0,
                   }
                   select new Layer(pair.name, convolution, [Batch, convolution.weight.shape[1], side >> level, side >> level])];
    }

    private static void Print(Dictionary<string, List<double>> parts, List<Layer> layers)
    {
        double Of(string name) => SideBySide.Median(parts[name]) * 1e3;
        double step = Of("training step"), own = 0;
        Console.WriteLine($"{"convolution",-26} {"input",-18} {"ms",8}");
        foreach (var layer in layers)
        {
            own += Of(layer.Name);
            Console.WriteLine($"{layer.Name,-26} {string.Join('×', layer.Input),-18} {Of(layer.Name),8:F2}");
        }
        Console.WriteLine($"{"all convolutions",-45} {own,8:F2}");
        foreach (string name in new[] { "loss and forward pass", "backward pass", "Adam and average", "training step" })
            Console.WriteLine($"{name,-45} {Of(name),8:F2}");
        var ratios = Enumerable.Range(0, Rounds).Select(i => parts["training step"][i] / layers.Sum(l => parts[l.Name][i])).ToList();
        Console.WriteLine($"training step / convolutions: {SideBySide.Median(ratios):F2} [{ratios.Min():F2}, {ratios.Max():F2}] over " +
            $"{Rounds} rounds; {step / Batch:F3} ms an image");
    }

    private sealed class Parts(Dictionary<string, List<double>> parts, bool kept)
    {
        public T Time<T>(string name, Func<T> action)
        {
            var clock = Stopwatch.StartNew();
            T result = action();
            Add(name, clock.Elapsed.TotalSeconds);
            return result;
        }

        public void Add(string name, double seconds)
        {
            if (!kept)
                return;
            if (!parts.TryGetValue(name, out var list))
                parts[name] = list = [];
            list.Add(seconds);
        }
    }
}
