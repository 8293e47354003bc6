using System.Text;
using Offprint.Environments.Marketplace;
using Offprint.Files.Tables;

namespace Offprint.Datasets.Layouts;

/// <summary>
/// Logs of ad-load decisions as comma-separated text, a row a fetch, sessions one after the other: <c>user_id, session_id, fetch_index,
/// ads_seen, u_activity, u_tolerance, u_value, action, propensity, posts_viewed, revenue, exited, session_posts, returned</c>.
/// <c>u_value</c> is the observed logarithm of a user's ad value; the last two columns repeat what is of the session.
/// </summary>
public static class AdLoadFile
{
    private static readonly string[] s_columns =
    [
        "user_id", "session_id", "fetch_index", "ads_seen", "u_activity", "u_tolerance", "u_value", "action", "propensity", "posts_viewed",
        "revenue", "exited", "session_posts", "returned",
    ];

    /// <summary>What a file holds of a log, for <see cref="CsvTable"/> and, above a million rows, <see cref="ParquetTable"/>.</summary>
    /// <param name="log">The log.</param>
    /// <returns>The table.</returns>
    public static ColumnTable Table(AdLoadLog log) => ColumnTable.Of("ad-load log", [.. Enumerable.Range(0, log.Rows).Select(i =>
    {
        ReadOnlySpan<float> context = log.Context.Row(i);
        int user = log.User[i];
        object?[] values =
        [
            user, user, log.Fetch[i], log.AdsSeen[i], (double)context[0], (double)context[1], (double)context[2], log.Actions[i],
            log.Propensities[i], log.PostsViewed[i], log.Revenue[i], log.Exited[i] ? 1 : 0, log.SessionPosts[user],
            log.Returned[user] ? 1 : 0,
        ];
        return s_columns.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    })]);

    /// <summary>Writes a log, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">The log.</param>
    public static void Write(string path, AdLoadLog log) => CsvTable.Write(path, Table(log));

    /// <summary>Reads a log: what was seen, without the simulator's truth.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The log; users are numbered in the order of their sessions.</returns>
    /// <exception cref="FileNotFoundException">There is no file.</exception>
    /// <exception cref="InvalidDataException">A column is missing, a field is not what its column holds, or fetches of a session are not
    /// 1, 2, …; line and column are named.</exception>
    public static AdLoadLog Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} is not there. It is to have the columns {string.Join(", ", s_columns)}.", path);
        using var reader = new StreamReader(path, Encoding.UTF8);
        string[] header = (reader.ReadLine() ?? throw new InvalidDataException($"{path} is empty.")).Split(',');
        int[] places = [.. s_columns.Select(name => Array.IndexOf(header, name) is >= 0 and var place ? place
            : throw new InvalidDataException($"{path} has no column '{name}'; it has: {string.Join(", ", header)}."))];
        var rows = new Rows();
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length > 0)
                rows.Add(new(path, line, header, text), places, $"{path}, line {line}");
        }
        return rows.Count > 0 ? rows.ToLog() : throw new InvalidDataException($"{path} has a header and no rows.");
    }

    /// <summary>The rows read so far.</summary>
    private sealed class Rows
    {
        private readonly List<int> _user = [], _fetch = [], _actions = [];
        private readonly List<float> _context = [];
        private readonly List<double> _seen = [], _propensities = [], _posts = [], _revenue = [], _sessionPosts = [];
        private readonly List<bool> _exited = [], _returned = [];
        private string _session = "";

        public int Count => _user.Count;

        public void Add(DelimitedLine line, int[] places, string where)
        {
            int fetch = line.Integer(places[2], 1, int.MaxValue);
            string session = $"{line.Text(places[0])}/{line.Text(places[1])}";
            bool begins = Count == 0 || session != _session;
            if (fetch != (begins ? 1 : _fetch[^1] + 1))
                throw new InvalidDataException($"{where}: fetch {fetch} of session {session} follows " +
                    $"{(begins ? "no other" : $"fetch {_fetch[^1]}")}; a session's fetches are 1, 2, … in adjacent rows.");
            if (begins)
            {
                _sessionPosts.Add(line.Number(places[12]));
                _returned.Add(line.Integer(places[13], 0, 1) == 1);
            }
            _session = session;
            _user.Add(_sessionPosts.Count - 1);
            _fetch.Add(fetch);
            Span<float> context = stackalloc float[AdLoadMarketplace.ContextSize];
            AdLoadMarketplace.FillContext(context, (float)line.Number(places[4]), (float)line.Number(places[5]),
                (float)line.Number(places[6]), fetch, line.Number(places[3]));
            _context.AddRange(context);
            _seen.Add(line.Number(places[3]));
            _actions.Add(line.Integer(places[7], 0, AdLoadMarketplace.Actions - 1));
            _propensities.Add(line.Number(places[8]));
            _posts.Add(line.Number(places[9]));
            _revenue.Add(line.Number(places[10]));
            _exited.Add(line.Integer(places[11], 0, 1) == 1);
        }

        public AdLoadLog ToLog()
        {
            double[] satisfaction = new double[Count];
            for (int i = Count - 1; i >= 0; i--)
            {
                bool isLast = i == Count - 1 || _user[i + 1] != _user[i];
                satisfaction[i] = _posts[i] + (isLast ? 0 : satisfaction[i + 1]); // posts that follow, for now
            }
            return new([], [])
            {
                User = [.. _user], Fetch = [.. _fetch], AdsSeen = [.. _seen],
                Context = new(Count, AdLoadMarketplace.ContextSize, [.. _context]),
                Actions = [.. _actions], Propensities = [.. _propensities], PostsViewed = [.. _posts], Revenue = [.. _revenue],
                Exited = [.. _exited], Satisfaction = Array.ConvertAll(satisfaction, AdLoadMarketplace.Satisfaction), Cohorts = [],
                SessionPosts = [.. _sessionPosts], Returned = [.. _returned],
            };
        }
    }
}
