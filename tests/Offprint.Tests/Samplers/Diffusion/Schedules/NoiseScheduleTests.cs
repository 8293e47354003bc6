using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Tests.Samplers.Diffusion.Schedules;

public class NoiseScheduleTests
{
    private static readonly NoiseSchedule[] s_all =
        [new VpLinearSchedule(), new VpLinearSchedule(2, 2), VpDiscreteSchedule.Ddpm(), new CosineSchedule(), new VeSchedule()];

    [Fact]
    public void Lambda_and_its_inverse_cancel()
    {
        foreach (NoiseSchedule s in s_all)
        {
            for (int i = 0; i <= 200; i++)
            {
                double t = s.TEnd + (s.T - s.TEnd) * i / 200;
                Assert.Equal(t, s.TimeOfLambda(s.Lambda(t)), 1e-12 * Math.Max(1, s.T));
                Assert.Equal(t, s.TimeOfSigmaBar(s.SigmaBar(t)), 1e-12 * Math.Max(1, s.T));
                Assert.Equal(s.Lambda(t), Math.Log(s.Alpha(t) / s.Sigma(t)), 1e-9);
            }
        }
    }

    [Fact]
    public void Lambda_of_the_linear_schedule_at_one_is_known() =>
        Assert.Equal(-5.0249784067, new VpLinearSchedule().Lambda(1), 1e-10);

    [Fact]
    public void Drift_and_diffusion_are_those_of_the_marginals()
    {
        foreach (NoiseSchedule s in s_all)
        {
            foreach (double u in new[] { 0.1234, 0.4567, 0.81234 })
            {
                double t = s.TEnd + (s.T - s.TEnd) * u, h = 1e-6 * s.T;
                double slope = (s.LogAlpha(t + h) - s.LogAlpha(t - h)) / (2 * h);
                double variance = (Math.Pow(s.Sigma(t + h), 2) - Math.Pow(s.Sigma(t - h), 2)) / (2 * h);
                Assert.Equal(slope, s.Drift(t), 1e-6 * (1 + Math.Abs(slope)));
                Assert.Equal(variance - 2 * slope * Math.Pow(s.Sigma(t), 2), s.SquaredDiffusion(t), 1e-5 * (1 + Math.Abs(variance)));
            }
        }
    }

    [Fact]
    public void The_discrete_schedule_has_the_cumulative_products_at_its_nodes()
    {
        var schedule = VpDiscreteSchedule.Ddpm();
        double product = 1;
        for (int i = 0; i < 1000; i++)
        {
            product *= 1 - (1e-4 + (0.02 - 1e-4) * i / 999);
            Assert.Equal(Math.Sqrt(product), schedule.Alpha((i + 1) / 1000.0), 1e-12);
        }
        Assert.Equal((1, 0.001), (schedule.T, schedule.TEnd));
    }

    [Fact]
    public void A_tail_without_signal_is_left_out_of_a_discrete_schedule()
    {
        var schedule = VpDiscreteSchedule.Ddpm(1000, 1e-4, 0.04);
        Assert.True(schedule.T < 1);
        Assert.Equal(-5.1, schedule.Lambda(schedule.T), 1e-9);
    }

    [Fact]
    public void Impossible_schedules_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new VpLinearSchedule(0));
        Assert.Throws<ArgumentException>(() => new VpLinearSchedule(end: 2));
        Assert.Throws<ArgumentException>(() => new CosineSchedule(start: 1));
        Assert.Throws<ArgumentException>(() => new VeSchedule(0));
        Assert.Contains("Rate 1", Assert.Throws<ArgumentException>(() => new VpDiscreteSchedule([0.1, 1])).Message);
    }

    [Fact]
    public void Grids_are_even_in_their_variable_and_keep_their_ends()
    {
        NoiseSchedule s = new VpLinearSchedule();
        (TimeGrid Grid, Func<double, double> Variable)[] cases =
        [
            (TimeGrid.UniformTime(s, 10), t => t),
            (TimeGrid.UniformLambda(s, 10), s.Lambda),
            (TimeGrid.UniformSigmaBar(s, 10), s.SigmaBar),
            (TimeGrid.Quadratic(s, 10), Math.Sqrt),
            (TimeGrid.Karras(s, 10), t => Math.Pow(s.SigmaBar(t), 1.0 / 7)),
        ];
        foreach (var (grid, variable) in cases)
        {
            Assert.Equal((10, 1.0, 1e-3), (grid.Steps, grid.Start, grid.End));
            double first = variable(grid.Start), step = (variable(grid.End) - first) / 10;
            for (int i = 0; i <= 10; i++)
                Assert.Equal(first + i * step, variable(grid.Times[i]), 1e-9 * Math.Max(1, Math.Abs(first)));
        }
    }

    [Fact]
    public void Grids_that_do_not_decrease_name_the_index()
    {
        Assert.Contains("index 2", Assert.Throws<ArgumentException>(() => new TimeGrid([1, 0.5, 0.5])).Message);
        Assert.Contains("Time 1", Assert.Throws<ArgumentException>(() => new TimeGrid([1, double.NaN])).Message);
        Assert.Throws<ArgumentException>(() => new TimeGrid([1]));
        Assert.Throws<ArgumentException>(() => TimeGrid.UniformTime(new VpLinearSchedule(), 5, 0.1, 0.5));
        Assert.Equal(new TimeGrid([1, 0.5]), new TimeGrid([1, 0.5], "other name"));
    }
}
