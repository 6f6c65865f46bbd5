using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Thesis.Hosting.DotNet;

/// <summary>The variables that every .NET project gets.</summary>
internal static class ProjectEnvironment
{
    public static void Apply(EnvironmentCallbackContext context, ProjectResource project, SelectedLaunchProfile? profile)
    {
        var variables = context.EnvironmentVariables;
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (!context.ExecutionContext.IsRunMode)
        {
            ApplyPublished(variables, project);
            return;
        }

        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
        if (context.ExecutionContext.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
            variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
        }

        ApplyAddresses(variables, project);
        if (profile is not null)
        {
            variables["DOTNET_LAUNCH_PROFILE"] = profile.Name;
            foreach (var (name, value) in profile.Profile.EnvironmentVariables)
            {
                variables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
            }
        }
    }

    /// <summary>A deployment tells which ports to bind, not which addresses; a proxy ends TLS before the process.</summary>
    private static void ApplyPublished(Dictionary<string, object> variables, ProjectResource project)
    {
        var endpoints = project.GetEndpoints().ToArray();
        if (endpoints.Length > 0 && !project.HasAnnotationOfType<DisableForwardedHeadersAnnotation>())
        {
            variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        }

        if (project.TryGetLastAnnotation<KestrelAnnotation>(out var kestrel))
        {
            kestrel.Apply(variables, project, keepHosts: false);
            return;
        }

        foreach (var (scheme, variable) in (ReadOnlySpan<(string, string)>)[("http", "HTTP_PORTS"), ("https", "HTTPS_PORTS")])
        {
            var ports = new ReferenceExpressionBuilder();
            foreach (var endpoint in endpoints.Where(e => e.Scheme == scheme && e.EndpointAnnotation is { TargetPortVariable: null, IsImplicitHttps: false } && EndpointsInEnvironmentAnnotation.Accepts(project, e.EndpointAnnotation)))
            {
                ports.AppendLiteral(ports.IsEmpty ? "" : ";");
                ports.Append($"{endpoint.Property(EndpointProperty.TargetPort)}");
            }

            if (!ports.IsEmpty)
            {
                variables[variable] = ports.Build();
            }
        }
    }

    private static void ApplyAddresses(Dictionary<string, object> variables, ProjectResource project)
    {
        var listening = project.GetEndpoints().Where(e => e.Scheme is "http" or "https").ToArray();
        if (listening.FirstOrDefault(e => e.IsHttps) is { } https)
        {
            variables["ASPNETCORE_HTTPS_PORT"] = https.Property(EndpointProperty.Port);
        }

        if (project.TryGetLastAnnotation<KestrelAnnotation>(out var kestrel))
        {
            kestrel.Apply(variables, project, keepHosts: true);
            return;
        }

        var addresses = new ReferenceExpressionBuilder();
        foreach (var endpoint in listening.Where(e => e.EndpointAnnotation.TargetPortVariable is null && EndpointsInEnvironmentAnnotation.Accepts(project, e.EndpointAnnotation)))
        {
            if (!addresses.IsEmpty)
            {
                addresses.AppendLiteral(";");
            }

            addresses.Append($"{endpoint.Scheme}://{endpoint.EndpointAnnotation.TargetHost}:{endpoint.Property(EndpointProperty.TargetPort)}");
        }

        if (!addresses.IsEmpty)
        {
            variables["ASPNETCORE_URLS"] = addresses.Build();
        }
    }
}
