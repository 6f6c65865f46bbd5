namespace Thesis.ServiceDefaults;

/// <summary>Channels to the system's other services.</summary>
public interface IGrpcChannels
{
    /// <summary>The channel to a service that <c>builder.AddGrpcClient(name)</c> registered.</summary>
    /// <exception cref="InvalidOperationException">No such client was registered.</exception>
    ServiceChannel For(string service);
}
