using Offprint.Agents.Collection;
using Offprint.Experiments;
using Offprint.Tensors;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>How large networks are and how long they learn, the same for all methods.</summary>
/// <param name="Data">The log.</param>
/// <param name="Critics">N.</param>
/// <param name="Width">Units of each of three hidden layers.</param>
/// <param name="Perturbations">n.</param>
/// <param name="BatchSize">B.</param>
/// <param name="Updates">Offline updates.</param>
/// <param name="Steps">Online steps.</param>
/// <param name="WarmUp">The first of them, without updates where the buffer begins empty.</param>
/// <param name="Evaluations">Evaluations of the offline phase; of the online phase twice as many.</param>
/// <param name="Episodes">Episodes of an evaluation.</param>
/// <param name="Rate">The rate of Adam for all networks.</param>
/// <param name="Tau">τ, the targets' rate.</param>
internal sealed record Ro2oSizes(DataSource Data, int Critics, int Width, int Perturbations, int BatchSize, int Updates, int Steps,
    int WarmUp, int Evaluations, int Episodes, double Rate, double Tau)
{
    private const string Task = "hopper";

    public IReadOnlyList<int> Hidden => [Width, Width, Width];

    public AdamOptions Adam => new(Rate);

    /// <summary>
    /// The authors' for locomotion in <c>paper</c>. Trainings of <c>standard</c> are 1/300 of that length: both rates are raised, for all
    /// methods alike and before any of its scores was seen, and α_u still reaches its floor after 72 % of the updates. Before the first
    /// online update come 6 % of the steps instead of the authors' 1 %, as a buffer must hold some batches.
    /// </summary>
    public static Ro2oSizes Of(Profile profile) => profile switch
    {
        Profile.Smoke => new(Log(10_000), 3, 32, 2, 64, 300, 200, 100, 2, 2, 1e-3, 0.02),
        Profile.Standard => new(Log(200_000), 5, 64, 4, 128, 8000, 5000, 300, 10, 10, 1e-3, 0.02),
        _ => new(Log(D4rlLog.Of(Task, DatasetLevel.MediumReplay).Rows), 10, 256, 20, 256, 2_500_000, 250_000, 2500, 50, 10, 3e-4, 0.005),
    };

    /// <summary>
    /// The authors' for AntMaze in <c>paper</c>. In <c>standard</c> networks, rates and offline updates are those of <see cref="Of"/>;
    /// batches and the log's rows those of WSRL's trainings in the same maze, and the buffer is first filled for the steps of the longest
    /// episode. Fixed by the budget, 25 core-minutes, before any score was seen.
    /// </summary>
    public static Ro2oSizes Maze(Profile profile) => profile switch
    {
        Profile.Smoke => Of(profile) with { Data = Medium(4000) },
        Profile.Standard => Of(profile) with { Data = Medium(50_000), BatchSize = 64, Steps = 6000, WarmUp = 300 },
        _ => Of(profile) with { Data = Medium(1_000_000), Episodes = 100 },
    };

    private static MazeSource Medium(int rows) => new("medium", rows);

    private static RegeneratedLog Log(int rows) => new(Task, DatasetLevel.MediumReplay, rows);
}
