using Polly;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Tells a client's user of a timeout or an open circuit by the exception that a lost connection has too, so that there is
/// one to catch.
/// </summary>
internal sealed class RejectionHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (ExecutionRejectedException exception)
        {
            // gRPC makes UNAVAILABLE of a fault of the connection, which is an IOException, and INTERNAL of others.
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                $"{request.RequestUri?.Authority} does not answer in time or failed too often.",
                new IOException(exception.Message, exception));
        }
    }
}
