namespace Thesis.ServiceDefaults;

/// <summary>Where the system's other processes are.</summary>
public interface IServiceEndpoints
{
    /// <summary>
    /// The next address of a service, in turn when it has several: <c>services:&lt;service&gt;:&lt;endpoint&gt;:0</c>, <c>:1</c>, …
    /// of the configuration, as in the variable <c>services__donations__http__0</c>.
    /// </summary>
    /// <param name="service">The service's name, such as <c>donations</c>.</param>
    /// <param name="endpoint"><c>http</c> or <c>grpc</c>.</param>
    /// <exception cref="ServiceNotFoundException">The configuration names no such address.</exception>
    Uri Resolve(string service, string endpoint = "http");

    /// <summary>Every address of a service; empty when the configuration names none.</summary>
    IReadOnlyList<Uri> All(string service, string endpoint = "http");
}
