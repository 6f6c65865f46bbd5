using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Finds calls to other processes that are made while a transaction is open. Each holds a database connection for as long as the
/// other process likes; a few of them, and nobody gets a connection any more. Read before the command begins instead: see
/// <see cref="CommandEndpointExtensions.AsLateCommand"/>.
/// </summary>
internal sealed partial class RemoteCallGuard(IOptions<RemoteCallOptions> options, ILogger<RemoteCallGuard> logger)
{
    /// <param name="target">What is called, for the message.</param>
    /// <exception cref="InvalidOperationException">A transaction is open, and the options refuse the call.</exception>
    public void Check(string target)
    {
        if (!OpenTransaction.IsHeld)
        {
            return;
        }

        if (options.Value.RefuseInTransactions)
        {
            throw new InvalidOperationException($"{target} is called while a transaction is open. Call it before the command begins.");
        }

        LogCallInTransaction(logger, target);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Target} is called while a transaction is open; the connection is held until it answers.")]
    private static partial void LogCallInTransaction(ILogger logger, string target);
}

/// <summary>Puts every HTTP client of the factory under the guard.</summary>
internal sealed class RemoteCallHandler(RemoteCallGuard guard) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        guard.Check($"{request.Method} {request.RequestUri?.GetLeftPart(UriPartial.Path)}");
        return base.SendAsync(request, cancellationToken);
    }
}
