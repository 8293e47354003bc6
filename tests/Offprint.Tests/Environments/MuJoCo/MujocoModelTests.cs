using System.Runtime.InteropServices;
using Offprint.Environments.MuJoCo;

namespace Offprint.Tests.Environments.MuJoCo;

[Collection<MujocoCollection>]
public unsafe class MujocoModelTests
{
    [Fact]
    public void A_missing_library_names_the_package_and_the_download()
    {
        var error = Assert.Throws<MujocoException>(() => MujocoLibrary.Open(["/nowhere/libmujoco.so"]));
        Assert.Contains("/nowhere/libmujoco.so", error.Message);
        Assert.Contains("apt-get install libmujoco2.2.2", error.Message);
        Assert.Contains("https://github.com/google-deepmind/mujoco/releases", error.Message);
        Assert.Contains(MujocoLibrary.PathVariable, error.Message);
    }

    [Fact]
    public void An_unknown_version_is_refused_by_name()
    {
        var error = Assert.Throws<MujocoException>(() => MujocoLayout.For(237, "libmujoco.so"));
        Assert.Contains("libmujoco.so is MuJoCo 2.3.7", error.Message);
        Assert.Contains("layout of 2.2.2 only", error.Message);
        Assert.Contains("apt-get install libmujoco2.2.2", error.Message);
    }

    [Theory]
    [InlineData("<mujoco><worldbody><bodi/></worldbody></mujoco>", "unrecognized element")]
    [InlineData("<mujoco><worldbody><body><joint type=\"hinge\"/></body></worldbody></mujoco>", "mass")]
    [InlineData("<mujoco", "error")]
    public void An_error_in_the_MJCF_is_MuJoCos_own_with_the_models_name(string mjcf, string message)
    {
        MujocoTasks.Require();
        var error = Assert.Throws<MujocoException>(() => MujocoModel.FromXml(mjcf, "my robot"));
        Assert.Contains("MuJoCo refuses the MJCF of my robot", error.Message);
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Masses_are_volume_times_density()
    {
        MujocoTasks.Require();
        Equal([Capsule(0.05, 0.4), Capsule(0.05, 0.45), Capsule(0.04, 0.5), Capsule(0.06, 0.39)], "Hopper");
        double thigh = Capsule(0.05, 0.45), leg = Capsule(0.04, 0.5), foot = Capsule(0.06, 0.2);
        Equal([Capsule(0.05, 0.4), thigh, leg, foot, thigh, leg, foot], "Walker2d");
        Equal([Capsule(0.1, 1), Capsule(0.1, 1), Capsule(0.1, 1)], "Swimmer");
        double link = Capsule(0.08, 0.2 * Math.Sqrt(2), 5), shin = Capsule(0.08, 0.4 * Math.Sqrt(2), 5);
        Equal([4.0 / 3 * Math.PI * Math.Pow(0.25, 3) * 5, link, link, shin, link, link, shin, link, link, shin, link, link, shin], "Ant");
        Equal([Capsule(0.1, 0.2), Capsule(0.045, 0.6), Capsule(0.045, 0.6)], "InvertedDoublePendulum");
        using var cheetah = MujocoModel.Shipped("HalfCheetah");
        Assert.Equal(14, cheetah.TotalMass, 1e-9);

        static double Capsule(double radius, double length, double density = 1000) =>
            Math.PI * radius * radius * (length + 4.0 / 3 * radius) * density;

        static void Equal(double[] masses, string name)
        {
            using var model = MujocoModel.Shipped(name);
            Assert.Equal(0, model.BodyMasses[0]);
            Assert.Equal(masses.Length + 1, model.BodyCount);
            for (int i = 0; i < masses.Length; i++)
                Assert.Equal(masses[i], model.BodyMasses[i + 1], 1e-9);
        }
    }

    [Fact]
    public void An_undamped_double_pendulum_keeps_its_energy_to_at_least_fourth_order()
    {
        MujocoTasks.Require();
        Assert.True(Math.Log2(Error(0.01) / Error(0.005)) > 3.7);

        static double Error(double step)
        {
            using var model = MujocoModel.FromXml(FormattableString.Invariant($"""
                <mujoco>
                  <option timestep="{step}" integrator="RK4"><flag energy="enable"/></option>
                  <worldbody>
                    <body><joint type="hinge" axis="0 1 0"/><geom type="capsule" fromto="0 0 0 0 0 1" size="0.05" contype="0"/>
                      <body pos="0 0 1"><joint type="hinge" axis="0 1 0"/><geom type="capsule" fromto="0 0 0 0 0 1" size="0.05" contype="0"/></body>
                    </body>
                  </worldbody>
                </mujoco>
                """));
            using var simulation = new MujocoSimulation(model);
            simulation.Positions[0] = 2;
            simulation.Positions[1] = -0.5;
            simulation.Forward();
            var (potential, kinetic) = simulation.Energy;
            Assert.Equal(0, kinetic);
            simulation.Step((int)Math.Round(1 / step));
            simulation.Forward();
            var (later, moving) = simulation.Energy;
            Assert.True(moving > 1);
            return Math.Abs(later + moving - potential);
        }
    }

    [Fact]
    public void Names_are_found_and_unknown_ones_refused()
    {
        MujocoTasks.Require();
        using var model = MujocoModel.Shipped("Hopper");
        Assert.Equal(1, model.Body("torso"));
        Assert.Contains("no body named tail", Assert.Throws<ArgumentException>(() => model.Body("tail")).Message);
        Assert.Contains("no site named tip", Assert.Throws<ArgumentException>(() => model.Site("tip")).Message);
        MujocoGeom torso = model.Geom(1);
        Assert.Equal((MujocoShape.Capsule, 1, 0.05), (torso.Shape, torso.Body, torso.Size0));
        Assert.Equal(0.2, torso.Size1, 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Geom(9));
    }

    [Fact]
    public void An_action_space_needs_ranges()
    {
        MujocoTasks.Require();
        using var model = MujocoModel.FromXml("""
            <mujoco><worldbody><body><joint name="j"/><geom size="1"/></body></worldbody><actuator><motor joint="j"/></actuator></mujoco>
            """, "free");
        Assert.Contains("ctrllimited", Assert.Throws<MujocoException>(() => model.ControlSpace).Message);
    }

    [Fact]
    public void An_error_of_MuJoCo_becomes_an_exception_once_and_a_warning_none()
    {
        MujocoTasks.Require();
        fixed (byte* text = "something broke\0"u8)
        {
            ((delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(MujocoLibrary.Loaded.Handle, "mju_warning"))(text);
            MujocoLibrary.ThrowIfFailed();
            ((delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(MujocoLibrary.Loaded.Handle, "mju_error"))(text);
        }
        Assert.Contains("something broke", Assert.Throws<MujocoException>(() => MujocoLibrary.ThrowIfFailed()).Message);
        MujocoLibrary.ThrowIfFailed();
        Assert.False(File.Exists("MUJOCO_LOG.TXT"));
    }

    [Fact]
    public void A_stack_too_small_is_refused_at_the_start_or_raised()
    {
        MujocoTasks.Require();
        var error = Assert.Throws<MujocoException>(() => WithStack(64));
        Assert.Contains("Stack overflow", error.Message);
        using MujocoModel model = WithStack(20_000);
        using var simulation = new MujocoSimulation(model);
        simulation.Step(200);
        Assert.False(simulation.Unstable);

        static MujocoModel WithStack(int numbers)
        {
            string size = FormattableString.Invariant($"<size nstack=\"{numbers}\"/>");
            return MujocoModel.FromXml(MujocoModel.ShippedXml("Ant").Replace("<default>", size + "<default>", StringComparison.Ordinal));
        }
    }
}
