namespace Offprint.Kernel.Dialect;

/// <summary>The magics that the engine knows: those that switch the language and those that do something.</summary>
internal sealed class MagicTable(IEnumerable<ICellLanguage> languages, IEnumerable<IDirectiveHandler> directives)
{
    private readonly Dictionary<string, ICellLanguage> _languages =
        languages.SelectMany(l => l.Names.Select(n => (n, l))).ToDictionary(p => p.n, p => p.l, StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, IDirectiveHandler> _directives =
        directives.ToDictionary(d => d.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The language that a magic such as <c>#!js</c> switches to, under its first name; null if it is none.</summary>
    public string? LanguageOf(string magic) => _languages.GetValueOrDefault(magic[2..])?.Names[0];

    public bool IsDirective(string name) => _directives.ContainsKey(name);

    public IDirectiveHandler Directive(string name) => _directives[name];

    /// <exception cref="UserException">The language is not known; the message lists those that are.</exception>
    public ICellLanguage Language(string name) => _languages.GetValueOrDefault(name) ?? throw new UserException(
        $"The cell's language, {name}, is not one of this engine. It knows {string.Join(", ", _languages.Keys.Order())}.");

    /// <summary>All magics with their mark, in order.</summary>
    public IEnumerable<string> Names => _languages.Keys.Select(n => "#!" + n)
        .Concat(_directives.Keys.Where(n => n.StartsWith("#!", StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    public string Listing() => string.Join(", ", Names);

    /// <summary>What each magic does, a line each.</summary>
    public string Help() => string.Join('\n', _languages.Values.Distinct()
        .Select(l => $"{string.Join(" or ", l.Names.Select(n => "#!" + n))}: the lines below are in {l.Names[0]}")
        .Concat(_directives.Values.Select(d => d.Help)).Order(StringComparer.Ordinal));
}
