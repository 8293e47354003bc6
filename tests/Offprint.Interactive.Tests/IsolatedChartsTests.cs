using System.Runtime.Loader;
using Offprint.Interactive.Charts;
using Plotly.NET;

namespace Offprint.Interactive.Tests;

public class IsolatedChartsTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_drawn_in_a_context_of_its_own_is_the_same_to_the_letter(string name) =>
        Assert.Equal(ChartCache.Draw(Samples.All[name]), IsolatedCharts.Create()(Samples.All[name]));

    [Fact]
    public void The_other_context_has_a_Plotly_of_its_own_and_is_not_used_where_the_host_is_new_enough()
    {
        string plotly = typeof(GenericChart).Assembly.GetName().Name!; // loaded here now, if it was not
        int before = Plotlys();
        IsolatedCharts.Create()(Samples.All.Values.First());
        Assert.Equal(before + 1, Plotlys());
        Assert.Null(IsolatedCharts.Draw);

        int Plotlys() => AssemblyLoadContext.All.Count(c => c.Assemblies.Any(a => a.GetName().Name == plotly));
    }
}
