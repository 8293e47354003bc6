using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

/// <summary>Answers one type of request.</summary>
internal interface IRequestHandler
{
    string RequestType { get; }

    /// <summary>Whether requests wait for those before them; else they are answered while a cell runs.</summary>
    bool InOrder => false;

    /// <summary>Called when a request that waits in order has come in; never waits.</summary>
    void Queued()
    {
    }

    /// <summary>Called instead of <see cref="HandleAsync"/> when a request is dropped from the queue.</summary>
    void Dropped()
    {
    }

    /// <summary>
    /// The content of the reply, whose type is the request's with <c>_reply</c> at its end; null for messages without one.
    /// </summary>
    Task<JsonObject?> HandleAsync(Message request);

    /// <summary>Called once the reply is on its way.</summary>
    void AfterReply()
    {
    }
}
