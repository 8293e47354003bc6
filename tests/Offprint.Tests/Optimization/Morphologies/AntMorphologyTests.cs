using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Morphologies;
using Offprint.Tests.Environments.MuJoCo;

namespace Offprint.Tests.Optimization.Morphologies;

public sealed class AntMorphologyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-ants-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Normalized_designs_come_back()
    {
        double[] normalized = AntDesigns.Normalize(AntDesigns.Default);
        Assert.Equal(60, normalized.Length);
        Assert.All(normalized, z => Assert.InRange(z, -1, 1));
        Assert.Equal(5, normalized.Count(z => Math.Abs(z) == 1)); // four hips' half widths and the third leg's angle stand on bounds
        Assert.All(AntDesigns.Denormalize(normalized).Zip(AntDesigns.Default), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Equal(AntDesigns.Low, AntDesigns.Clip([.. Enumerable.Repeat(-1e9, 60)]));
        Assert.Contains("60 numbers", Assert.Throws<ArgumentException>(() => AntDesigns.Normalize([1])).Message);
    }

    /// <summary>
    /// Mass from geometry: density 5, a sphere of radius 0.25, and a leg of three capsules of radius 0.08 whose lengths are √2 times
    /// those of the design.
    /// </summary>
    [Fact]
    public void The_body_has_the_design_s_joints_and_mass()
    {
        MujocoTasks.Require();
        using MujocoModel model = AntBody.Build(AntDesigns.Default);
        Assert.Equal((19, 18, 12, 14), (model.PositionCount, model.VelocityCount, model.ControlCount, model.BodyCount));
        Assert.Equal(0.01, model.TimeStep);
        double Sphere(double r) => 4.0 / 3 * Math.PI * r * r * r;
        double Capsule(double length) => Sphere(0.08) + Math.PI * 0.08 * 0.08 * Math.Sqrt(2) * length;
        double legs = 4 * (2 * Capsule(0.2) + Capsule(0.4));
        Assert.Equal(5 * (Sphere(0.25) + legs), model.TotalMass, 1e-9);
    }

    /// <summary>As the published evaluator has it.</summary>
    [Fact]
    public void Out_of_range_numbers_count_as_their_bounds()
    {
        MujocoTasks.Require();
        double[] beyond = [.. AntDesigns.Default];
        beyond[7] = -100; // the hips' half width, at its least already
        Assert.Equal(AntRollout.Score(AntDesigns.Default, AntGait.Rest), AntRollout.Score(beyond, AntGait.Rest));
        beyond[12] = 0.35;
        Assert.NotEqual(AntRollout.Score(AntDesigns.Default, AntGait.Rest), AntRollout.Score(beyond, AntGait.Rest));
    }

    /// <summary>
    /// At rest the score is 100 for lasting plus 20 times the distance, less contacts, which cost at most 0.0005 · 84 a step; the symmetric
    /// body drops where it stands.
    /// </summary>
    [Fact]
    public void A_body_at_rest_scores_its_steps()
    {
        MujocoTasks.Require();
        Assert.InRange(AntRollout.Score(AntDesigns.Default, AntGait.Rest), 100 - 4.2 - 0.5, 100.5);
    }

    /// <summary>Until it touches the floor the torso falls freely: z(t) = 1.25 − g t²/2, since legs without torques fall along.</summary>
    [Fact]
    public void A_body_without_floor_contact_falls_freely()
    {
        MujocoTasks.Require();
        double[] limp = [.. AntDesigns.Default];
        for (int leg = 0; leg < AntDesigns.Legs; leg++)
            (limp[leg * 15 + 10], limp[leg * 15 + 11]) = (0, 45); // ankles start within their range: no torque at the limits
        using MujocoModel model = AntBody.Build(limp);
        using MujocoSimulation simulation = new(model);
        simulation.Step(10);
        Assert.Equal(1.25 - 9.81 * 0.1 * 0.1 / 2, simulation.Positions[2], 1e-9);
        Assert.Equal(0, simulation.Positions[0], 1e-12);
    }

    [Fact]
    public void The_gait_walks_and_a_score_repeats()
    {
        MujocoTasks.Require();
        double score = AntRollout.Score(AntDesigns.Default, AntGait.Default);
        Assert.True(score > 200, $"{score}"); // 244 where it was tuned; 100 at rest
        Assert.Equal(score, AntRollout.Score(AntDesigns.Default, AntGait.Default));
    }

    [Fact]
    public void A_stopped_collection_resumes_to_the_same_bits()
    {
        MujocoTasks.Require();
        AntCollection small = new() { Count = 41, Generations = 2, Population = 4 };
        DesignDataset whole = small.Get(new Artifacts(Path.Combine(_folder, "whole")), workers: 2);
        Artifacts artifacts = new(Path.Combine(_folder, "parts"));
        int seen = 0;
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => small.Get(artifacts, 1, _ => Stop(), stop.Token));
        Assert.Equal(9, NpzFile.Read(Path.Combine(_folder, "parts", small.Key.Folder + ".partial", "resume.npz"))["scores"].Count);
        DesignDataset resumed = small.Get(artifacts);
        Assert.Equal(whole.Designs.Values, resumed.Designs.Values);
        Assert.Equal(whole.Scores, resumed.Scores);
        Assert.Equal(AntRollout.Score(AntDesigns.Row(whole.Designs, 7), small.Gait), whole.Scores[7]);

        void Stop()
        {
            if (++seen == 3)
                stop.Cancel();
        }
    }

    [Fact]
    public void The_task_shows_the_lower_part_and_measures_what_was_measured()
    {
        MujocoTasks.Require();
        AntCollection small = new() { Count = 21, Population = 4 };
        Artifacts artifacts = new(_folder);
        AntMorphology task = AntMorphology.Of(small, artifacts);
        Assert.Equal((21, 9), (task.Rows, task.Visible.Count)); // rows up to the 40th percentile, its own place included
        Assert.Equal(task.Visible.Scores, task.Measure(task.Visible.Designs));
        Assert.True(task.Visible.Scores.Max() < task.Range.Greatest);
        Assert.Contains("60 numbers", Assert.Throws<ArgumentException>(() =>
            new AntMorphology(new(new(2, 1, [1, 2]), [1, 2]), AntGait.Rest)).Message);
    }
}
