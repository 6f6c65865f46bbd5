using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Thesis.ServiceDefaults;

/// <summary>JSON logs on standard output unless another form is configured, one object a line, in UTC, with trace ids; quiet about single requests.</summary>
internal static class LoggingDefaults
{
    /// <summary>Form and levels that the configuration's own <c>Logging</c> section overrides.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:Console:FormatterName"] = JsonLogFormatter.FormatterName,
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.IdentityModel"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Npgsql"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Yarp"] = nameof(LogLevel.Warning),
        // A check that fails is told by /health to whoever asks; as a log it would be an error at every start.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = nameof(LogLevel.None),
    };

    public static IHostApplicationBuilder AddJsonLogs(this IHostApplicationBuilder builder, string serviceName)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole();
        builder.Services.AddSingleton<ConsoleFormatter>(new JsonLogFormatter(serviceName));
        return builder;
    }
}
