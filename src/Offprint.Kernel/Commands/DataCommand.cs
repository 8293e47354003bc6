using System.CommandLine;
using Offprint.Agents.Collection;
using Offprint.Environments.MuJoCo;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint data</c>: which logs of D4RL's kind can be had, how large they are and how long they take.</summary>
internal static class DataCommand
{
    private static readonly Argument<string[]> s_tasks = new("task")
    {
        Description = "Only these tasks. [default: those of D4RL's locomotion]", Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        Command command = new("data", "Lists the logs that can be had, how large they are and how long they take.") { s_tasks };
        s_tasks.AcceptOnlyFromAmong([.. Locomotion.Tasks]);
        command.SetAction(result =>
        {
            string[] tasks = result.GetValue(s_tasks) is { Length: > 0 } some ? some : ["hopper", "halfcheetah", "walker2d"];
            try
            {
                return PapersCommand.Print(LogCatalog.Describe(LogCatalog.Offers(tasks)));
            }
            catch (DllNotFoundException e)
            {
                throw UserException.Of(e);
            }
        });
        return command;
    }
}
