using System.Text.Json;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Tensors.Kernels;

namespace Offprint.Trials;

/// <summary>
/// An experiment that is a list of trials. Names of cells follow from settings, so that there is none to invent, and one setting cannot be
/// taken for another.
/// </summary>
/// <param name="name">A short name, unique in the paper.</param>
/// <param name="title">What it shows, in a sentence.</param>
/// <param name="trials">The trials of a profile; none where the profile leaves the study out.</param>
/// <param name="seeds">The seeds of a profile.</param>
public sealed class TrainingStudy(
    string name, string title, Func<Profile, IEnumerable<Trial>> trials, Func<Profile, IEnumerable<int>> seeds) : Experiment<Trial,
    TrialResult>
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Title => title;

    /// <summary>None: a training amplifies a last bit, and logs that are recomputed have other last bits on another processor.</summary>
    public override double? Tolerance => null;

    /// <summary>
    /// The expected work of a trial relative to others of the study; <see langword="null"/> counts updates and steps of all methods.
    /// </summary>
    public Func<Trial, double>? Cost { get; init; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Two trials hold one and the same training; the message names both methods.</exception>
    public override IReadOnlyList<Cell<Trial>> Cells(Profile profile)
    {
        int[] all = [.. seeds(profile)];
        List<Cell<Trial>> cells = [];
        var known = new Dictionary<string, Method>();
        foreach (Trial trial in trials(profile))
        {
            trial.Check();
            foreach (Method method in trial.Methods)
            {
                string text = JsonSerializer.Serialize(new Trial(trial.Data, method, trial.Run), StoreJson.Options);
                if (!known.TryAdd(text, method))
                {
                    throw new InvalidOperationException(
                        $"'{known[text].Label}' and '{method.Label}' on {trial.Data.Name} are one method: all of their " +
                        $"settings are equal. Keep one of them in {name}; a score table may show it under both names.");
                }
            }
            cells.Add(new(trial.Key, trial, all) { Cost = Cost?.Invoke(trial)
                ?? trial.Methods.Count * ((double)trial.Run.Updates + trial.Run.OnlineSteps) });
        }
        return cells;
    }

    /// <inheritdoc/>
    protected override IEnumerable<CellResult<Trial, TrialResult>> TableParts(CellResult<Trial, TrialResult> cell) =>
        cell.Settings.Methods.Zip(cell.Result.Methods, (method, result) => cell with
        {
            Cell = cell.Cell with { Settings = cell.Settings with { Methods = [method] } },
            Result = cell.Result with { Methods = [result] },
        });

    /// <inheritdoc/>
    protected override int? NetworkNumerics(Trial settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    protected override double? EstimateSeconds(Cell<Trial> cell) => TrialCost.Seconds(cell.Settings, cell.Seeds.Count);

    /// <inheritdoc/>
    public override TrialResult Run(Cell<Trial> cell, RunContext context) => new TrialRunner(cell.Settings, context).Run();
}
