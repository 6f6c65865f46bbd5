namespace Thesis.Rescue;

/// <summary>Where the running system is. <c>./thesis rescue</c> sets these variables.</summary>
/// <param name="Bff">The public door.</param>
/// <param name="DemoPassword">Password of the demo accounts.</param>
/// <param name="Database">Connection string of the database, for the checks.</param>
/// <param name="AppHost">Folder of the AppHost's project, whose logs the checks read.</param>
/// <param name="HostProcess">Process id of the AppHost.</param>
/// <param name="StartSeconds">How long the system took from start to all healthy; null when it was not measured.</param>
internal sealed record RescueEnvironment(Uri Bff, string DemoPassword, string Database, string AppHost, int? HostProcess, double? StartSeconds)
{
    public static RescueEnvironment Read() => new(
        new Uri(Required("THESIS_BFF_URL")),
        Required("THESIS_DEMO_PASSWORD"),
        Required("THESIS_DATABASE"),
        Required("THESIS_APPHOST"),
        int.TryParse(Environment.GetEnvironmentVariable("THESIS_HOST_PID"), out var pid) ? pid : null,
        double.TryParse(Environment.GetEnvironmentVariable("THESIS_START_SECONDS"), out var seconds) ? seconds : null);

    private static string Required(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new UsageException($"{name} is not set. Start the rescue with ./thesis rescue, which knows the running system.");
}
