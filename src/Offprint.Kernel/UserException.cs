namespace Offprint.Kernel;

/// <summary>Something that the person at the keyboard can put right; the message is shown as it is, without a stack trace.</summary>
internal sealed class UserException : Exception
{
    public UserException(string message) : base(message)
    {
    }

    public UserException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>The library's message without what only a programmer needs: the name of the parameter.</summary>
    public static UserException Of(Exception e) => new(e.Message.Split(" (Parameter", 2)[0], e);
}
