using System.Text.Json;
using Offprint.Files;

namespace Offprint.Optimization.Morphologies;

/// <summary>An open-loop gait: motor j pushes with a_j(k) = A_j sin(2π f k + φ_j) at control step k, whatever the body does.</summary>
/// <param name="Frequency">f, cycles a control step of 0.05 s.</param>
/// <param name="Amplitudes">A_j from −1 to 1, [12]: hip, thigh and ankle of each leg.</param>
/// <param name="Phases">φ_j in radians, [12].</param>
public sealed record AntGait(double Frequency, IReadOnlyList<double> Amplitudes, IReadOnlyList<double> Phases)
{
    private static readonly Lazy<AntGait> s_default = new(() =>
    {
        using Stream stream = typeof(AntGait).Assembly.GetManifestResourceStream("Offprint.Morphologies.ant-gait.json")!;
        return JsonSerializer.Deserialize<AntGait>(stream, StoreJson.Options)!;
    });

    /// <summary>
    /// The gait that ships: <see cref="AntGaitTuning"/>'s result for the default body, with its default settings.
    /// </summary>
    public static AntGait Default => s_default.Value;

    /// <summary>No push at all.</summary>
    public static AntGait Rest { get; } = new(0, new double[AntBody.Motors], new double[AntBody.Motors]);

    /// <summary>What the motors do.</summary>
    /// <param name="step">k.</param>
    /// <param name="actions">Receives a(k), [12].</param>
    public void Act(int step, Span<double> actions)
    {
        for (int j = 0; j < actions.Length; j++)
            actions[j] = Amplitudes[j] * Math.Sin(2 * Math.PI * Frequency * step + Phases[j]);
    }
}
