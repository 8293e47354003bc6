using Offprint.Kernel.Notebooks;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Running;

public class ParameterInjectionTests
{
    private const string Declarations = """
        var profile = "smoke"; // which
        int seeds = 3, batch = -1;
        var rate = 1e-3;
        double clip = 1;
        bool verbose = false;
        long steps = 1;
        decimal price = 1m;
        float scale = 1f;
        char mark = 'a';
        var when = DateTime.Now;
        """;

    [Theory]
    [InlineData("profile", "pa\"p\\er", "\"pa\\\"p\\\\er\"")]
    [InlineData("seeds", "-5", "-5")]
    [InlineData("batch", "7", "7")]
    [InlineData("rate", "3e-4", "0.0003d")]
    [InlineData("clip", "2", "2d")]
    [InlineData("verbose", "True", "true")]
    [InlineData("steps", "3000000000", "3000000000L")]
    [InlineData("price", "1.25", "1.25m")]
    [InlineData("scale", "0.5", "0.5f")]
    [InlineData("mark", "'", "'\\''")]
    public void A_value_is_assigned_as_the_declared_type(string name, string value, string literal)
    {
        NotebookDocument notebook = TestNotebook.WithParameters(Declarations);
        Apply(notebook, (name, value));
        Assert.Equal($"// Parameters of this run\n{name} = {literal};", notebook.Cells[1].Source);
        Assert.Equal(["injected-parameters"], notebook.Cells[1].Tags);
        Assert.Equal(3, notebook.Cells.Count);
    }

    [Theory]
    [InlineData("seeds", "many", "int")]
    [InlineData("seeds", "1.5", "int")]
    [InlineData("seeds", "3000000000", "int")]
    [InlineData("rate", "fast", "double")]
    [InlineData("rate", "1,5", "double")]
    [InlineData("rate", "NaN", "double")]
    [InlineData("verbose", "1", "bool")]
    [InlineData("mark", "ab", "char")]
    [InlineData("when", "2020-01-01", "var")]
    public void A_value_of_another_type_is_refused(string name, string value, string type)
    {
        UserException e = Assert.Throws<UserException>(() => Apply(TestNotebook.WithParameters(Declarations), (name, value)));
        Assert.Contains($"'{name}' is of type {type}; '{value}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("seeds (int), batch (int)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        UserException e = Assert.Throws<UserException>(() => Apply(TestNotebook.WithParameters(Declarations), ("sedes", "1")));
        Assert.Contains("no parameter 'sedes'", e.Message, StringComparison.Ordinal);
        Assert.Contains("profile (string), seeds (int)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_without_parameters_says_so() => Assert.Contains(
        "takes no parameters", Assert.Throws<UserException>(() => Apply(TestNotebook.Of("1"), ("seeds", "1"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_second_run_replaces_what_the_first_injected()
    {
        NotebookDocument notebook = TestNotebook.WithParameters(Declarations);
        Apply(notebook, ("seeds", "1"));
        Apply(notebook, ("seeds", "2"));
        Assert.Equal("// Parameters of this run\nseeds = 2;", notebook.Cells[1].Source);
        Apply(notebook);
        Assert.Equal(2, notebook.Cells.Count);
    }

    private static void Apply(NotebookDocument notebook, params (string Name, string Value)[] values) =>
        ParameterInjection.Apply(notebook, values.ToDictionary(v => v.Name, v => v.Value));
}
