using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>The paper's names of methods, made into solvers.</summary>
/// <remarks>
/// <c>DDIM</c>; <c>PLMS4</c>; <c>PLMS4 HB 0.9</c> (heavy ball), <c>PLMS4 NT 0.9</c> (Nesterov), <c>PLMS2 MIX 0.5</c> (naive interpolation);
/// <c>GHVB 3.8</c>; <c>DPM-Solver++</c> (2M) and <c>UniPC-3</c>, both also with <c>HB 0.8</c>; <c>LTSP PLMS4, GHVB 0.8</c> (splitting).
/// </remarks>
public static class GhvbMethods
{
    private const string Splitting = "LTSP ";

    /// <summary>The solver of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The solver.</returns>
    /// <exception cref="ArgumentException">The name is not of the forms above.</exception>
    public static IDiffusionSolver Solver(string name)
    {
        if (name.StartsWith(Splitting, StringComparison.Ordinal) && name[Splitting.Length..].Split(", ") is [var main, var guidance])
            return new SplittingSolver(Options(main), Options(guidance));
        string[] words = name.Split(' ');
        ExponentialSolver? exponential = words[0] switch
        {
            "DPM-Solver++" => ExponentialSolver.DpmSolverPlusPlus(),
            "UniPC-3" => ExponentialSolver.UniPc(),
            _ => null,
        };
        if (exponential is null)
            return new LinearMultistepSolver(Options(name));
        return words.Length == 1 ? exponential : new MomentumSolver(exponential, Beta(name, words, "HB"));
    }

    /// <summary>The multistep method of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The method, or <see langword="null"/> for solvers of other families.</returns>
    public static MultistepMethod? Multistep(string name) =>
        name.StartsWith(Splitting, StringComparison.Ordinal) || name.StartsWith("DPM", StringComparison.Ordinal)
            || name.StartsWith("Uni", StringComparison.Ordinal)
            ? null
            : Options(name).Method;

    /// <summary>The options of a multistep method's name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The options, with the official start-up.</returns>
    /// <exception cref="ArgumentException">The name is not that of a multistep method.</exception>
    public static LinearMultistepOptions Options(string name)
    {
        string[] words = name.Split(' ');
        if (words is ["DDIM"])
            return new LinearMultistepOptions(1);
        if (words is ["GHVB", var number])
            return LinearMultistepOptions.FromMomentumNumber(Parse(name, number));
        if (words[0].Length != 5 || !words[0].StartsWith("PLMS", StringComparison.Ordinal))
            throw Unknown(name);
        int order = words[0][4] - '0';
        return words.Length == 1 ? new LinearMultistepOptions(order) : words[1] switch
        {
            "HB" => new LinearMultistepOptions(order, Beta(name, words, "HB"), MultistepKind.HeavyBall),
            "NT" => new LinearMultistepOptions(order, Beta(name, words, "NT"), MultistepKind.Nesterov),
            "MIX" => new LinearMultistepOptions(order, Beta(name, words, "MIX"), MultistepKind.NaiveInterpolation),
            _ => throw Unknown(name),
        };
    }

    private static double Beta(string name, string[] words, string kind) =>
        words.Length == 3 && words[1] == kind ? Parse(name, words[2]) : throw Unknown(name);

    private static double Parse(string name, string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Unknown(name);

    private static ArgumentException Unknown(string name) => new(
        $"'{name}' names no method. Known forms: DDIM, PLMS4, PLMS4 HB 0.9, PLMS4 NT 0.9, PLMS2 MIX 0.5, GHVB 3.8, DPM-Solver++, " +
            "DPM-Solver++ HB 0.8, " +
        "UniPC-3, UniPC-3 HB 0.8, LTSP PLMS4, GHVB 0.8.", nameof(name));
}
