using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults.Tests.Support;

/// <summary>Processes that have nothing but a database and ids.</summary>
internal static class IdHosts
{
    /// <summary>How many ids are drawn at a time.</summary>
    public const int Drawn = 3_000;

    /// <summary>The argument that makes this assembly, run as a program, draw ids.</summary>
    public const string Argument = "ids";

    public static IHost Create(string database, TimeProvider? time = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:thesisdb", database)]);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddThesisDatabase("thesisdb");
        return builder.Build();
    }

    public static long[] Draw(IHost host)
    {
        var ids = host.Services.GetRequiredService<IIdGenerator>();
        return [.. Enumerable.Range(0, Drawn).Select(_ => ids.Next())];
    }

    /// <summary>Ids that a process of its own has made.</summary>
    public static async Task<long[]> DrawInProcessAsync(string database)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(IdHosts).Assembly.Location);
        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(database);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => long.Parse(l, CultureInfo.InvariantCulture))];
    }

    /// <summary>What such a process does.</summary>
    public static async Task PrintAsync(string database)
    {
        using var host = Create(database);
        await host.StartAsync();
        await Console.Out.WriteAsync(string.Join('\n', Draw(host)));
        await host.StopAsync();
    }
}
