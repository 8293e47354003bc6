using Offprint.Environments.MuJoCo;
using Offprint.Tests.Tensors;

namespace Offprint.Tests.Environments.MuJoCo;

/// <summary>Counts all simulations of the process, and therefore runs alone.</summary>
[Collection(nameof(TensorCounting))]
public class MujocoLifetimeTests
{
    [Fact]
    public void A_simulation_keeps_its_model_alive_and_nothing_leaks()
    {
        MujocoTasks.Require();
        TensorCounting.Settled(); // simulations that other tests left to the collector are gone, too
        int before = MujocoSimulation.LiveCount;
        for (int i = 0; i < 50; i++)
        {
            using var environment = new Hopper();
        }
        Assert.Equal(before, MujocoSimulation.LiveCount);
        var model = MujocoModel.Shipped("Hopper");
        var simulation = new MujocoSimulation(model);
        Assert.Equal(before + 1, MujocoSimulation.LiveCount);
        model.Dispose();
        simulation.Step(10);
        Assert.Equal(0.02, simulation.Time, 1e-12);
        simulation.Dispose();
        simulation.Dispose();
        Assert.Equal(before, MujocoSimulation.LiveCount);
        Assert.Throws<ObjectDisposedException>(() => simulation.Step());
        Assert.Throws<ObjectDisposedException>(() => simulation.Positions[0]);
        Assert.Throws<ObjectDisposedException>(() => model.TotalMass);
    }
}
