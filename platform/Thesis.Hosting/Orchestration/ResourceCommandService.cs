using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What came of a command.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it did what it should.</summary>
    public required bool Success { get; init; }

    /// <summary>Whether it was called off.</summary>
    public bool Canceled { get; init; }

    /// <summary>What to tell people.</summary>
    public string? Message { get; init; }
}

/// <summary>Starts, stops and restarts resources.</summary>
public class ResourceCommandService
{
    private readonly IServiceProvider _services;

    internal ResourceCommandService(IServiceProvider services) => _services = services;

    /// <summary>Runs one of <see cref="KnownResourceCommands"/> on a resource by name.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var model = _services.GetRequiredService<DistributedApplicationModel>();
        return model.Resources.TryGetByName(resourceId, out var resource)
            ? ExecuteCommandAsync(resource, commandName, cancellationToken)
            : Task.FromResult(Failure($"The application has no resource '{resourceId}'."));
    }

    /// <summary>Runs one of <see cref="KnownResourceCommands"/> on a resource.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        var orchestrator = _services.GetRequiredService<ApplicationOrchestrator>();
        if (!resource.HasAnnotationOfType<NativeProcessAnnotation>())
        {
            return Failure($"The resource '{resource.Name}' has no process.");
        }

        var (stop, start) = commandName switch
        {
            "start" => (false, true),
            "stop" => (true, false),
            "restart" => (true, true),
            _ => (false, false),
        };
        if (stop)
        {
            await orchestrator.StopResourceAsync(resource, cancellationToken).ConfigureAwait(false);
        }

        if (start)
        {
            await orchestrator.StartResourceAsync(resource, cancellationToken).ConfigureAwait(false);
        }

        return stop || start
            ? new ExecuteCommandResult { Success = true }
            : Failure($"The resource '{resource.Name}' has no command '{commandName}'.");
    }

    private static ExecuteCommandResult Failure(string message) => new() { Success = false, Message = message };
}
