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
    /// <param name="errors">Is told in one line of a script that failed, or was changed after it had been applied.</param>
    /// <returns>The process's exit code: 0, or 1 when a script stands in the way.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter errors, CancellationToken cancellationToken = default)
    {
        try
        {
            foreach (var migration in services.GetServices<IHostedService>().OfType<MigrationService>())
            {
                await migration.StartingAsync(cancellationToken);
            }

            return 0;
        }
        catch (InvalidOperationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
