using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Environments.Tabular.Tetris;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.RlTheory.NoraStudy;

namespace Offprint.Papers.Tests.RlTheory.NoraStudy;

public sealed class NoraPaperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NoraPaper _paper = Papers.Nora;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TwoStageClass.Complete, 54, true, 0)]
    [InlineData(TwoStageClass.RealizableOnly, 9, true, 0.38)]
    [InlineData(TwoStageClass.WithoutBest, 54, false, 0.3)]
    public void Two_stage_classes_are_what_they_say(TwoStageClass kind, int functions, bool realizable, double completenessError)
    {
        var domain = new TwoStageDomain(8, kind);
        TabularMdp mdp = domain.Make(new Seed(1)).Mdp;
        FunctionClass all = domain.Functions();
        Assert.Equal(0.6, ValueIteration.Solve(mdp).Return(mdp.Initial), 1e-12);
        Assert.Equal((functions, realizable), (all.Count, all.IsRealizable(mdp)));
        Assert.Equal(completenessError, all.CompletenessError(mdp), 1e-12);
        // A wrong function of the incomplete class promises 0.63 and plays 0.25.
        if (kind == TwoStageClass.RealizableOnly)
        {
            Assert.Equal(0.63, new VersionSpace(all, mdp.Initial).Promise, 1e-12);
            Assert.Equal(0.25, PolicyEvaluation.Return(mdp, all.Functions[3].Greedy()), 1e-12);
        }
    }

    [Fact]
    public void Domains_have_returns_of_at_most_one()
    {
        EpisodicDomain[] domains = [OnlineStudy.Sea, new RiverDomain(6, 20), new LinearDomain(8, 20, 4, 5)];
        Assert.All(domains, d =>
        {
            EpisodicTask task = d.Make(new Seed(3));
            Assert.Equal(1, task.Ceilings[0], 1e-12);
            PlanningSolution best = ValueIteration.Solve(task.Mdp);
            Assert.All(Enumerable.Range(0, task.Horizon), h => Assert.All(best.ActionValues.StateMaxima(h),
                v => Assert.InRange(v, double.MinValue, task.Ceilings[h] + 1e-12)));
        });
    }

    /// <summary>P(s'|s,a) = ⟨φ, μ(s')⟩: with more pairs than dimensions the rows have rank d.</summary>
    [Fact]
    public void Random_linear_mdps_are_linear()
    {
        LinearMdp drawn = LinearMdp.Random(4, 10, 3, 5, new Seed(1));
        var phi = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(30, 4, (i, j) => drawn.Features.Of(i / 3, i % 3)[j]);
        var rows = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(30, 11,
            (i, j) => j == 10 ? drawn.Mdp.Reward(i / 3, i % 3) : drawn.Mdp.Next(i / 3, i % 3)[j]);
        var fitted = phi.Svd().Solve(rows);
        Assert.Equal(0, (phi * fitted - rows).FrobeniusNorm(), 1e-10);
        for (int i = 0; i < 4; i++)
            Assert.Equal(1, fitted.Row(i).SubVector(0, 10).Sum(), 1e-9);
    }

    [Fact]
    public void The_same_seeds_give_the_same_bits_and_methods_meet_the_same_instances()
    {
        var cells = _paper.ByActions.Cells(Profile.Smoke);
        RegretResult Run(int cell, int seed) => _paper.ByActions.Run(cells[cell], Context([seed]));
        Assert.Equal(Run(0, 1).Regret[^1], Run(0, 1).Regret[^1]);
        Assert.NotEqual(Run(0, 1).Regret[^1], Run(0, 2).Regret[^1]);
        Assert.Equal(Run(0, 1).Optimal, Run(1, 1).Optimal);
    }

    /// <summary>Least squares by blocks against dense normal equations over all 640 features.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_tetris_critic_solves_the_normal_equations(bool nextBoard)
    {
        SmallTetris game = SmallTetris.Standard;
        var features = new TetrisFeatures(game);
        var method = new TetrisMethod { NextBoardFeatures = nextBoard };
        var critic = new TetrisCritic(game, method, 2);
        RandomStream random = new Seed(5).Stream();
        List<(double[] Phi, int Loss, int Next, int Piece)> rows = [];
        for (int i = 0, board = 0, piece = 3; i < 400; i++)
        {
            int block = game.Block(piece, random.NextInt(20));
            var (next, loss) = game.Step(board, block);
            piece = random.NextInt(12);
            critic.Observe(board, block, next, loss, piece);
            rows.Add((Phi(nextBoard ? next : board, block), loss, next, piece));
            board = next;
        }
        critic.Update();
        double[] frozen = new double[80], again = new double[80];
        critic.Score(0, 33, frozen);
        var build = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build;
        var x = build.DenseOfRowArrays(rows.Select(r => r.Phi));
        var lambda = x.TransposeThisAndMultiply(x) + 0.01 * build.DenseIdentity(640);
        var solver = lambda.Cholesky();
        Assert.Equal(solver.DeterminantLn - 640 * Math.Log(0.01), critic.LogDeterminant(), 1e-6);
        var last = solver.Solve(x.TransposeThisAndMultiply(Vector(rows.Select(r => -(double)r.Loss))));
        double Value(MathNet.Numerics.LinearAlgebra.Vector<double> w, int board, int block)
        {
            var phi = Vector(Phi(board, block));
            return Math.Min(phi * w + 0.1 * Math.Sqrt(phi * solver.Solve(phi)), 0);
        }
        var first = solver.Solve(x.TransposeThisAndMultiply(Vector(rows.Select(r =>
            game.Moves[r.Piece].Max(m => Value(last, r.Next, m.Block)) - r.Loss))));
        double[] scores = new double[80];
        foreach (int board in (int[])[0, 17, 512, 2000])
        {
            foreach (var (h, w) in new[] { (0, first), (1, last) })
            {
                critic.Score(h, board, scores);
                Assert.All(Enumerable.Range(0, 80), b => Assert.Equal(Value(w, board, b), scores[b], 1e-7));
            }
        }
        critic.Observe(33, 3, 0, 0, 0);
        critic.Score(0, 33, again);
        Assert.Equal(frozen, again); // a critic stays what it is, bonus included, until it is fitted again

        double[] Phi(int board, int block)
        {
            double[] phi = new double[640];
            features.Of(board).CopyTo(phi.AsSpan(block * 8, 8));
            return phi;
        }

        static MathNet.Numerics.LinearAlgebra.Vector<double> Vector(IEnumerable<double> values) =>
            MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfEnumerable(values);
    }

    [Fact]
    public void Keeping_all_directions_changes_nothing()
    {
        TetrisSettings settings = new(TetrisMethod.Nora, 3, 10, 10);
        TetrisResult Run(TetrisMethod method) => _paper.Tetris.Run(new("x", settings with { Method = method }, [1]), Context([1]));
        TetrisResult all = Run(TetrisMethod.Nora), projected = Run(TetrisMethod.Nora with { Projection = 640 });
        for (int i = 0; i < all.Value.Count; i++)
            Assert.Equal(all.Value[i][0], projected.Value[i][0], 1e-5);
        Assert.Contains("needs offline data", Assert.Throws<ArgumentException>(() => _paper.Tetris.Run(
            new("x", settings with { Method = TetrisMethod.Nora with { Projection = 60 }, OfflineEpisodes = 0 }, [1]), Context([1])))
            .Message);
    }

    [Fact]
    public async Task The_smoke_profile_decides_what_it_computes_and_draws_it()
    {
        var results = await _paper.RunAsync(Profile.Smoke, new RunOptions { Store = new ResultStore(_folder["results"]) });
        var claims = results.EvaluateClaims().ToDictionary(c => c.Claim.Id, c => c.Outcome.Verdict);
        Assert.All(["tetris-exact", "refutation-finds", "incompleteness-hides"], id => Assert.Equal(Verdict.Holds, claims[id]));
        Assert.Equal(5, RegretTables.Final(results).Rows.Count);
        Assert.Equal(4, RegretFigures.Tracking(results).Panels.Count);
        Assert.Equal(3, RegretTables.Refutation(results).Rows.Count);
        Assert.Throws<MissingResultsException>(() => RegretTables.Ablation(results));
    }

    [Fact]
    public async Task A_setting_out_of_range_is_refused_before_anything_runs()
    {
        var results = await _paper.RunAsync(Profile.Smoke,
            new RunOptions { Store = new ResultStore(_folder["what-if"]), OnlyStored = true });
        Task Try(NoraOptions method) => results.TryAsync(_paper.Online, s => s with { Method = method });
        Assert.Contains("Ridge", (await Assert.ThrowsAsync<ArgumentException>(() => Try(new() { Ridge = -1 }))).Message);
        Assert.Contains("Bonus", (await Assert.ThrowsAsync<ArgumentException>(() => Try(new() { Bonus = -1 }))).Message);
    }

    private RunContext Context(int[] seeds) => new(seeds, new Artifacts(_folder["artifacts"]), null, CancellationToken.None);
}
