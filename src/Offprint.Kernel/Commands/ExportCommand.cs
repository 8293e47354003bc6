using System.CommandLine;
using Offprint.Experiments;
using Offprint.Files.Tables;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint export</c>: results as tables, settings beside results, for other programs.</summary>
internal static class ExportCommand
{
    private const string Csv = "csv", Parquet = "parquet";

    private static readonly Argument<string> s_slug = new("slug") { Description = "The paper's slug." };
    private static readonly Option<string?> s_experiment = new("--experiment") { Description = "Only this experiment." };

    private static readonly Option<string> s_format = new("--format")
    {
        Description = "Comma-separated text or Apache Parquet.", DefaultValueFactory = _ => Csv,
    };

    private static readonly Option<string?> s_output = new("--output") { Description = "The folder [default: .offprint/export/<slug>]." };

    private static readonly Option<Profile> s_profile = new("--profile")
    {
        Description = "Whose results.", DefaultValueFactory = _ => Profile.Standard,
    };

    public static Command Create()
    {
        Command command = new("export", "Writes a paper's results as tables: a file an experiment.")
        {
            s_slug, s_experiment, s_format, s_output, s_profile,
        };
        s_format.AcceptOnlyFromAmong(Csv, Parquet);
        s_profile.AcceptOnlyFromAmong(RunCommand.Profiles);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        Paper paper = PapersCommand.Find(result.GetRequiredValue(s_slug));
        string? only = result.GetValue(s_experiment);
        if (only is not null && paper.Experiments.All(e => e.Name != only))
        {
            throw new UserException(
                $"{paper.Slug} has no experiment '{only}'. {NearNames.Suggestion(only, [.. paper.Experiments.Select(e => e.Name)])}");
        }
        PaperResults results = ShowCommand.Load(paper, result.GetValue(s_profile));
        string folder = result.GetValue(s_output) ?? Path.Combine(".offprint", "export", paper.Slug), format = result.GetValue(s_format)!;
        foreach (string name in paper.Experiments.Select(e => e.Name).Where(n => only is null || n == only))
        {
            try
            {
                ColumnTable table = results.ToTable(name);
                string path = Path.Combine(folder, $"{name}.{format}");
                if (format == Parquet)
                    ParquetTable.Write(path, table);
                else
                    CsvTable.Write(path, table);
                Console.Out.WriteLine($"{path}: {table.RowCount} rows, {table.Columns.Count} columns");
            }
            catch (MissingResultsException e) when (only is null)
            {
                Console.Error.WriteLine($"{name}: {e.Message}");
            }
            catch (Exception e) when (e is MissingResultsException or IOException)
            {
                throw UserException.Of(e);
            }
        }
        return 0;
    }
}
