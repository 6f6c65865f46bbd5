using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.DotNet;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Commands;

/// <summary>The commands of every resource with a process: start, stop, restart, and rebuild for projects.</summary>
internal static class LifecycleCommands
{
    public static void Offer(IDistributedApplicationBuilder application, ResourceExecution execution, ProcessLauncher launcher)
    {
        var builder = application.CreateResourceBuilder(execution.Resource);
        builder.WithCommand(KnownResourceCommands.StartCommand, "Start", c => EachAsync(execution, c, r => r.StartAsync(wait: false, c.CancellationToken), start: true), new CommandOptions
        {
            Description = "Starts it, without waiting for what it waits for.",
            IsHighlighted = true,
            UpdateState = c => IsStopped(c) ? ResourceCommandState.Enabled : IsWaiting(c) ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
        })
            .WithCommand(KnownResourceCommands.StopCommand, "Stop", c => EachAsync(execution, c, r => r.StopAsync(c.CancellationToken)), new CommandOptions
            {
                Description = "Stops it, and everything it started.",
                IsHighlighted = true,
                UpdateState = c => IsStopped(c) ? ResourceCommandState.Hidden : Is(c, KnownResourceStates.Stopping) ? ResourceCommandState.Disabled : ResourceCommandState.Enabled,
            })
            .WithCommand(KnownResourceCommands.RestartCommand, "Restart", c => EachAsync(execution, c, async r =>
            {
                await r.StopAsync(c.CancellationToken).ConfigureAwait(false);
                await r.StartAsync(wait: false, c.CancellationToken).ConfigureAwait(false);
            }, start: true), new CommandOptions
            {
                Description = "Stops it and starts it again.",
                UpdateState = c => Is(c, KnownResourceStates.Running) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            });
        if (execution.Resource is ProjectResource project)
        {
            var build = new ProjectBuild(project.GetProjectMetadata(), application.AppHostAssembly, launcher);
            builder.WithCommand(KnownResourceCommands.RebuildCommand, "Rebuild", c => RebuildAsync(execution, build, c), new CommandOptions
            {
                Description = "Stops it, builds its project, and starts it again; the others go on.",
                UpdateState = c => Is(c, KnownResourceStates.Building) || Is(c, KnownResourceStates.Stopping) ? ResourceCommandState.Disabled : ResourceCommandState.Enabled,
            });
        }
    }

    private static async Task<ExecuteCommandResult> RebuildAsync(ResourceExecution execution, ProjectBuild build, ExecuteCommandContext context) =>
        await execution.RebuildAsync(build, context.CancellationToken).ConfigureAwait(false)
            ? CommandResults.Success($"'{execution.Resource.Name}' is built.")
            : CommandResults.Failure($"'{execution.Resource.Name}' does not build: its console says why.");

    /// <summary>Does something to the process that the command names, or to all when it names the resource.</summary>
    private static async Task<ExecuteCommandResult> EachAsync(ResourceExecution execution, ExecuteCommandContext context, Func<ReplicaExecution, Task> act, bool start = false)
    {
        var named = execution.Replicas.Where(r => string.Equals(r.Id, context.ResourceName, StringComparison.OrdinalIgnoreCase)).ToArray();
        ReplicaExecution[] replicas = named.Length > 0 ? named : [.. execution.Replicas];
        if (start && await execution.OpenAsync().ConfigureAwait(false) is { } fault)
        {
            return CommandResults.Failure(fault);
        }

        await Task.WhenAll(replicas.Select(act)).ConfigureAwait(false);
        return CommandResults.Success();
    }

    private static bool Is(UpdateCommandStateContext context, string state) => context.ResourceSnapshot.State?.Text == state;

    private static bool IsWaiting(UpdateCommandStateContext context) => Is(context, KnownResourceStates.Waiting);

    private static bool IsStopped(UpdateCommandStateContext context) => context.ResourceSnapshot.State?.Text is not { } state
        || state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state);
}
