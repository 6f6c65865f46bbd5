using Grpc.Core;
using Grpc.Core.Interceptors;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Tests.Support;

/// <summary>gRPC calls to the services, over the wire: <c>new DonorsServiceClient(host.GrpcAsService())</c>.</summary>
public static class GrpcCalls
{
    /// <summary>Calls as a user or, with the role service, as another process.</summary>
    public static CallInvoker GrpcAs(this ServicesHost host, string subject, params string[] roles)
    {
        var token = $"Bearer {host.Issuer.Sign(subject, roles)}";
        return host.Grpc.Intercept(headers =>
        {
            headers.Add("authorization", token);
            return headers;
        });
    }

    public static CallInvoker GrpcAsService(this ServicesHost host) => host.GrpcAs("service-tests", Roles.Service);
}
