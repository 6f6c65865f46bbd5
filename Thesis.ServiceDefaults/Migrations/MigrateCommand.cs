using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Brings the database up to date and ends: a process started with <c>migrate</c>. A deployment runs it before the new
/// version's processes, which then find nothing to do.
/// </summary>
public static class MigrateCommand
{
    /// <summary>True if the arguments ask for this command.</summary>
    public static bool IsAskedFor(string[] args) => args is ["migrate", ..];

    /// <summary>Applies every migration that is missing, of the schemas that the process would use.</summary>
    /// <exception cref="InvalidOperationException">A script failed, or was changed after it had been applied.</exception>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        foreach (var migration in services.GetServices<IHostedService>().OfType<MigrationService>())
        {
            await migration.StartingAsync(cancellationToken);
        }
    }
}
