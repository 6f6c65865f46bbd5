using System.Runtime.CompilerServices;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Dashboard.Resources;

namespace Thesis.Hosting.Dashboard;

/// <summary>Shows the application's resources to the dashboard, and does what is asked for there.</summary>
internal sealed class ApplicationResources(
    string applicationName,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands) : IResourceSource
{
    public string ApplicationName { get; } = applicationName;

    public async IAsyncEnumerable<ResourceChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new ResourceChange(ResourceChangeKind.Upsert, change.ResourceId, ResourceViews.Of(change));
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<ConsoleLine>> WatchConsoleAsync(string resourceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in logs.WatchTimedAsync(resourceName, cancellationToken).ConfigureAwait(false))
        {
            yield return [.. batch.Select(l => new ConsoleLine(l.Line.LineNumber, l.Time, l.Line.IsErrorMessage, l.Line.Content))];
        }
    }

    public async Task<CommandOutcome> ExecuteAsync(string resourceName, string commandName, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        var inputs = new InteractionInputCollection([.. arguments.Select(a => new InteractionInput { Name = a.Key, InputType = InputType.Text, Value = a.Value })]);
        var result = await commands.ExecuteCommandAsync(resourceName, commandName, inputs, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new CommandOutcome(result.Success, result.Message, result.Data?.Value, result.Data?.DisplayImmediately ?? false);
    }
}
