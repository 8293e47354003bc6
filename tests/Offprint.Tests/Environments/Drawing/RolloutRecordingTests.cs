using Offprint.Cards;
using Offprint.Environments;
using Offprint.Environments.ClassicControl;
using Offprint.Environments.Drawing;
using Offprint.Environments.MuJoCo;
using Offprint.Numerics;
using Offprint.Tests.Environments.MuJoCo;

namespace Offprint.Tests.Environments.Drawing;

[Collection<MujocoCollection>]
public class RolloutRecordingTests
{
    [Fact]
    public void A_recording_holds_the_start_and_every_step()
    {
        using var environment = new TimeLimit(new Pendulum(), 40);
        RolloutRecording recording = RolloutRecording.Of(environment, new Seed(1), (_, action) => action[0] = 1);
        Assert.Equal((41, 40), (recording.Scenes.Count, recording.Rewards.Count));
        Assert.True(recording.Last.Truncated);
        Assert.Equal(recording.Rewards.Sum(), recording.Return);
        ImageGrid strip = recording.Strip(5);
        Assert.Equal(["0 s", "0.5 s", "1 s", "1.5 s", "2 s"], strip.ColumnLabels);
        Assert.Contains("40 steps, 2 s", strip.Caption);
        AnimationFigure animation = recording.Animation();
        Assert.Equal(41, animation.Frames.Count);
        Assert.Equal(20, animation.FramesPerSecond, 1e-9);
        Assert.Equal(animation.Title, Assert.Single(recording.Describe().Figures).Title);
    }

    [Fact]
    public void What_cannot_be_drawn_is_named()
    {
        using var bandit = new ContinuousBandit();
        var error = Assert.Throws<ArgumentException>(() => RolloutRecording.Of(bandit, new Seed(1), (_, _) => { }));
        Assert.Contains("ContinuousBandit cannot be drawn", error.Message);
    }

    [Fact]
    public void A_disk_and_a_stroke_have_their_areas()
    {
        // A meter is 50 pixels; black on white, so that darkness counts area.
        var scene = new Scene(0, 0, 4, 3);
        Assert.Equal(Math.PI * 0.5 * 0.5, Darkness(scene.Disk(0.3, -0.2, 0.5, default)), 0.005);
        scene = new Scene(0, 0, 4, 3).Stroke(-0.7, -0.5, 0.8, 0.4, 0.2, default);
        Assert.Equal(Math.PI * 0.04 + 0.4 * Math.Sqrt(1.5 * 1.5 + 0.9 * 0.9), Darkness(scene), 0.005);

        static double Darkness(Scene scene) => SceneRaster.Paint(scene, 200).Pixels.Sum(p => 255.0 - p) / (3 * 255) / (50 * 50);
    }

    [Fact]
    public void A_picture_is_right_side_up_and_clipped()
    {
        var scene = new Scene(1, 1, 2, 2).Disk(0.5, 1.5, 0.2, new(255, 0, 0)).Disk(100, 100, 1, default).Disk(double.NaN, 0, 1, default);
        GridImage image = SceneRaster.Paint(scene, 20);
        Assert.Equal((20, 20, true), (image.Width, image.Height, image.Colored));
        Assert.Equal([255, 0, 0], image.Pixels[(3 * (20 * 5 + 5))..(3 * (20 * 5 + 5) + 3)]); // left and up
        Assert.Equal(255, image.Pixels[3 * (20 * 15 + 5) + 1]);
    }

    [Fact]
    public void The_cart_poles_pole_is_a_meter_long_and_leans_by_its_angle()
    {
        using var environment = new CartPole();
        environment.StartAt([0.5, 0, 0.2, 0], new float[4]);
        SceneStroke pole = environment.Draw().Strokes[^1];
        Assert.Equal((0.5, 0), (pole.X0, pole.Y0));
        Assert.Equal(0.5 + Math.Sin(0.2), pole.X1, 1e-12);
        Assert.Equal(Math.Cos(0.2), pole.Y1, 1e-12);
    }

    [Fact]
    public void A_hoppers_foot_is_where_its_model_puts_it()
    {
        MujocoTasks.Require();
        using var environment = new Hopper();
        environment.StartAt([2, 1.25, 0, 0, 0, 0], new double[6], new float[11]);
        Scene scene = environment.Draw();
        Assert.Equal(2, scene.CenterX, 1e-9);
        SceneStroke foot = scene.Strokes.Single(stroke => stroke.Radius == 0.06);
        double[] ends = [Math.Min(foot.X0, foot.X1), Math.Max(foot.X0, foot.X1), foot.Y0, foot.Y1];
        double[] expected = [2 - 0.13, 2 + 0.26, 0.1, 0.1];
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], ends[i], 1e-6);
    }
}
