using Offprint.Datasets.Layouts;
using Offprint.Environments;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Tests.Datasets.Layouts;

/// <summary>SCOPE-RL's logged data: what is written reads back, rows behind an end do not count, what is wrong is named.</summary>
public sealed class ScopeRlFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-scope-rl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("log.npz", true)]
    [InlineData("log.h5", true)]
    [InlineData("log.npz", false)]
    [InlineData("log.hdf5", false)]
    public void What_is_written_reads_back(string name, bool discrete)
    {
        ScopeRlLog log = Sample(discrete), back = WriteAndRead(name, log);
        Assert.Equal(log.Data.Observations.Values, back.Data.Observations.Values);
        Assert.Equal(log.Data.Actions.Values, back.Data.Actions.Values);
        Assert.Equal(log.Data.Rewards.Values, back.Data.Rewards.Values);
        Assert.Equal(log.Data.Terminals.Values, back.Data.Terminals.Values);
        Assert.Equal(log.Propensities, back.Propensities);
        Assert.Equal(log.Data.Episodes.Select(e => e.Length), back.Data.Episodes.Select(e => e.Length));
        Assert.Equal(discrete, back.Data.Spec.Action is DiscreteSpace { Count: 5 });
        Assert.Equal(name.EndsWith("npz", StringComparison.Ordinal) ? null : "weak", back.BehaviorPolicy);
        Assert.Equal(Steps(log, 0.5).Returns(), Steps(back, 0.5).Returns());
    }

    /// <summary>As the library itself writes: all episodes have T rows, and go on behind their end.</summary>
    [Fact]
    public void Rows_behind_the_end_do_not_count_and_the_last_reward_does()
    {
        string path = Path.Combine(_folder, "scope.npz");
        Dictionary<string, NumericArray> arrays = Raw();
        NpzFile.Write(path, arrays);
        ScopeRlLog log = ScopeRlFile.Read(path);
        Assert.Equal([2, 3], log.Data.Episodes.Select(e => e.Length));
        Assert.Equal([true, false], log.Data.Episodes.Select(e => log.Data.Terminals[e.Start + e.Length - 1]));
        LoggedSteps steps = Steps(log);
        Assert.Equal([1 + 2, 4 + 5 + 6], steps.Returns()); // the 3 that was paid behind the end is left out
        Assert.Equal([0.5, 0.25, 0.125, 0.5, 0.25], log.Propensities);
    }

    [Fact]
    public void Equal_columns_of_densities_are_the_joint_one_and_others_are_multiplied()
    {
        string path = Path.Combine(_folder, "densities.npz");
        Dictionary<string, NumericArray> arrays = Raw();
        arrays["action"] = new([6, 2], new double[12]);
        arrays["pscore"] = new([6, 2], new[] { 0.5, 0.5, 0.25, 0.25, 9, 9, 0.125, 0.125, 0.5, 0.5, 2, 2 });
        NpzFile.Write(path, arrays);
        Assert.Equal([0.5, 0.25, 0.125, 0.5, 2], ScopeRlFile.Read(path).Propensities);
        arrays["pscore"] = new([6, 2], new[] { 0.5, 1, 0.25, 0.25, 9, 9, 0.125, 0.125, 0.5, 0.5, 2, 2 });
        NpzFile.Write(path, arrays);
        Assert.Equal([0.5, 0.0625, 0.015625, 0.25, 4], ScopeRlFile.Read(path).Propensities);
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        string path = Path.Combine(_folder, "wrong.npz");
        string Message(string name, NumericArray? array)
        {
            Dictionary<string, NumericArray> arrays = Raw();
            if (array is null)
                arrays.Remove(name);
            else
                arrays[name] = array;
            NpzFile.Write(path, arrays);
            return Assert.Throws<InvalidDataException>(() => ScopeRlFile.Read(path)).Message;
        }
        Assert.Contains("has no 'pscore'", Message("pscore", null));
        Assert.Contains("'reward' has shape [5]; 2 trajectories of 3 steps need 6 rows", Message("reward", new([5], new double[5])));
        Assert.Contains("'n_trajectories' is not one whole number", Message("n_trajectories", new([], new[] { 1.5 })));
        Assert.Contains("wrong.npz", Message("action", new([6], new[] { 0L, 9, 0, 0, 0, 0 })));
        Assert.Throws<ArgumentException>(() => ScopeRlFile.Read("log.pkl"));
        Assert.Throws<FileNotFoundException>(() => ScopeRlFile.Read(Path.Combine(_folder, "none.npz")));
        Assert.Contains("trajectory 0 step 1", Assert.Throws<LogException>(() =>
        {
            Dictionary<string, NumericArray> arrays = Raw();
            arrays["pscore"] = new([6], new[] { 0.5, 0, 9, 0.125, 0.5, 0.25 });
            NpzFile.Write(path, arrays);
            Steps(ScopeRlFile.Read(path));
        }).Message);
    }

    [Fact]
    public void Numbers_may_stand_in_arrays_of_an_hdf5_file_too()
    {
        string path = Path.Combine(_folder, "arrays.h5");
        var writer = new Hdf5Writer();
        foreach ((string name, NumericArray array) in Raw())
            writer.Add(name, array.Shape.Count == 0 ? new([1], array.Values) : array);
        writer.Save(path);
        Assert.Equal([3, 15], Steps(ScopeRlFile.Read(path)).Returns());
    }

    private static Dictionary<string, NumericArray> Raw() => new()
    {
        ["n_trajectories"] = new([], new[] { 2L }), ["step_per_trajectory"] = new([], new[] { 3L }), ["n_actions"] = new([], new[] { 2L }),
        ["state"] = new([6, 2], Enumerable.Range(0, 12).Select(i => (double)i).ToArray()),
        ["action"] = new([6], new[] { 0L, 1, 1, 0, 0, 1 }), ["reward"] = new([6], new double[] { 1, 2, 3, 4, 5, 6 }),
        ["done"] = new([6], new[] { false, true, true, false, false, false }),
        ["terminal"] = new([6], new[] { false, false, true, false, false, true }),
        ["pscore"] = new([6], new[] { 0.5, 0.25, 9, 0.125, 0.5, 0.25 }),
    };

    private static LoggedSteps Steps(ScopeRlLog log, double discount = 1) =>
        LoggedSteps.FromTrajectories(log.Data, log.Propensities, discount);

    private ScopeRlLog WriteAndRead(string name, ScopeRlLog log)
    {
        ScopeRlFile.Write(Path.Combine(_folder, name), log);
        return ScopeRlFile.Read(Path.Combine(_folder, name));
    }

    private static ScopeRlLog Sample(bool discrete) => new(new(
        new("task", new BoxSpace(2), discrete ? new DiscreteSpace(5) : new BoxSpace(2)),
        new(new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2), discrete ? new([0, 4, 1, 2, 3]) : new([0, 4, 1, 2, 3, 9, 8, 7, 6, 5], 2),
            new([1, 0.5f, 2, 4, -1]), new([false, true, false, false, false]), new([false, false, false, false, true]))),
        [0.5, 0.1, 0.25, 0.125, 0.75], "weak");
}
