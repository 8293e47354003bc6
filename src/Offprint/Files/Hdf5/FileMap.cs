namespace Offprint.Files.Hdf5;

/// <summary>A group or data set.</summary>
/// <param name="Address">Where its header lies.</param>
/// <param name="Header">What the header says.</param>
internal record StoredObject(long Address, List<HeaderMessage> Header);

/// <summary>A data set.</summary>
/// <param name="Address">Where its header lies.</param>
/// <param name="Header">What the header says.</param>
/// <param name="Type">The elements' type.</param>
/// <param name="Space">Its extent.</param>
/// <param name="Layout">Where its data lie.</param>
/// <param name="Filters">What was done to chunks; <see langword="null"/> for nothing.</param>
internal sealed record StoredDataset(long Address, List<HeaderMessage> Header, Datatype Type, Dataspace Space, Layout Layout,
    FilterPipeline? Filters)
    : StoredObject(Address, Header);

/// <summary>
/// Everything in a file by its path. What the format can verify is verified here, and nothing is believed that the file cannot hold.
/// </summary>
internal sealed class FileMap
{
    private const int MaxDepth = 32, LeastLinks = 10_000;

    private readonly Storage _file;
    private readonly Dictionary<long, StoredObject> _known = [];
    private readonly Dictionary<string, StoredObject> _groups = [];
    private readonly Dictionary<string, StoredDataset> _datasets = [];
    private readonly List<(string Path, string Target)> _named = [];
    private long _links;

    public FileMap(Storage file)
    {
        _file = file;
        Superblock superblock = Superblock.Read(file);
        if (superblock.Extension != Storage.Undefined)
            ObjectHeader.Read(file, superblock.Extension);
        StoredObject root = Root = Object(superblock.Root);
        if (!IsGroup(root.Header))
            throw file.Damage("object header", root.Address, "is not that of a group, where the root group should be");
        Collect(root, "", 0);
        foreach ((string path, string target) in _named)
            Follow(path, target);
    }

    public StoredObject Root { get; }

    public IReadOnlyDictionary<string, StoredObject> Groups => _groups;

    public IReadOnlyDictionary<string, StoredDataset> Datasets => _datasets;

    private void Collect(StoredObject group, string prefix, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"'{_file.Path}': groups are nested more than {MaxDepth} deep, or in a circle.");
        foreach (Link link in Links.Of(_file, group.Header))
        {
            // Several names may lead to one object, but not so many that they outgrow the file.
            if (++_links > LeastLinks + _file.Length / 8)
                throw new InvalidDataException(
                    $"'{_file.Path}' has more names than fit into its {_file.Length} bytes: groups contain each other.");
            string path = prefix + link.Name;
            if (link.Target is { } target)
                _named.Add((path, target.StartsWith('/') ? target.Trim('/') : prefix + target));
            else if (Object(link.Address) is StoredDataset data)
                _datasets[path] = data;
            else if (Object(link.Address) is { } inner && IsGroup(inner.Header))
                Collect(_groups[path] = inner, path + "/", depth + 1);
            else if (!Object(link.Address).Header.Exists(message => message.Kind == MessageKind.Datatype))
                throw _file.Damage("object header", link.Address,
                    $"is that of '{path}', but neither that of a group nor of a data set nor of a type");
        }
    }

    /// <summary>A link by name to a data set, or to a group whose data sets then have a second path.</summary>
    private void Follow(string path, string target)
    {
        if (_datasets.TryGetValue(target, out StoredDataset? data))
            _datasets[path] = data;
        else if (_groups.TryGetValue(target, out StoredObject? group))
        {
            _groups[path] = group;
            foreach (string inner in _datasets.Keys.Where(name => name.StartsWith(target + "/", StringComparison.Ordinal)).ToArray())
                _datasets[path + inner[target.Length..]] = _datasets[inner];
        }
    }

    private static bool IsGroup(List<HeaderMessage> header) =>
        header.Exists(message => message.Kind is MessageKind.SymbolTable or MessageKind.LinkInfo);

    private StoredObject Object(long address)
    {
        if (_known.TryGetValue(address, out StoredObject? known))
            return known;
        List<HeaderMessage> header = ObjectHeader.Read(_file, address);
        Block? type = Find(header, MessageKind.Datatype), space = Find(header, MessageKind.Dataspace),
            layout = Find(header, MessageKind.Layout);
        if (type is null || space is null || layout is null)
            return _known[address] = new(address, header);
        bool isExternal = header.Exists(message => message.Kind == MessageKind.ExternalFiles);
        return _known[address] = new StoredDataset(address, header, Datatype.Read(type), Dataspace.Read(space),
            isExternal ? new Layout.Elsewhere("keeps its data in other files") : Layout.Read(layout),
            Find(header, MessageKind.Filters) is { } filters ? FilterPipeline.Read(filters) : null);
    }

    private static Block? Find(List<HeaderMessage> header, MessageKind kind)
    {
        int place = header.FindIndex(message => message.Kind == kind);
        return place < 0 ? null : header[place].Body;
    }
}
