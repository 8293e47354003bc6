using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Tests.Dialect;

public class TypeNameTests
{
    public static TheoryData<Type, string> Types => new()
    {
        { typeof(int), "global::System.Int32" },
        { typeof(int?), "global::System.Nullable<global::System.Int32>" },
        { typeof(Dictionary<string, List<double[]>>.KeyCollection),
            "global::System.Collections.Generic.Dictionary<global::System.String, " +
            "global::System.Collections.Generic.List<global::System.Double[]>>.KeyCollection" },
        { typeof(int[][,]), "global::System.Int32[][,]" },
        { typeof((int, string)), "global::System.ValueTuple<global::System.Int32, global::System.String>" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_public_type_has_a_name(Type type, string name) => Assert.Equal(name, TypeName.InCSharp(type));

    [Fact]
    public void FSharp_writes_arrays_the_other_way_around()
    {
        Assert.Equal("global.System.Int32[,][]", TypeName.InFSharp(typeof(int[][,])));
        Assert.Equal("global.System.Collections.Generic.List<global.System.Double[]>", TypeName.InFSharp(typeof(List<double[]>)));
    }

    [Fact]
    public void Others_have_none()
    {
        Assert.Null(TypeName.InCSharp(new { A = 1 }.GetType()));
        Assert.Null(TypeName.InCSharp(typeof(List<TemporaryFolder>)));
        Assert.Null(TypeName.InCSharp(typeof(TemporaryFolder[])));
    }
}
