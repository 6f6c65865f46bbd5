namespace Thesis.ServiceDefaults;

/// <summary>A service whose address the configuration does not name.</summary>
public sealed class ServiceNotFoundException : HttpRequestException
{
    /// <summary>For an endpoint of a service.</summary>
    public ServiceNotFoundException(string service, string endpoint)
        : base($"There is no {endpoint} address of the service '{service}'; set services__{service}__{endpoint}__0.")
    {
    }

    /// <summary>With a message.</summary>
    public ServiceNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public ServiceNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a message.</summary>
    public ServiceNotFoundException()
    {
    }
}
