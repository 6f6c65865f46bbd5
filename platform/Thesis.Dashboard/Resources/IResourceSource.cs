namespace Thesis.Dashboard.Resources;

/// <summary>Where the dashboard learns of the resources of an application and acts on them.</summary>
public interface IResourceSource
{
    /// <summary>The application's name, shown as the dashboard's title.</summary>
    string ApplicationName { get; }

    /// <summary>First an <see cref="ResourceChangeKind.Upsert"/> of every current resource, then changes, until cancelled.</summary>
    IAsyncEnumerable<ResourceChange> WatchAsync(CancellationToken cancellationToken);

    /// <summary>First the console lines that are kept, which must be bounded, then lines as they come, in batches, until cancelled.</summary>
    IAsyncEnumerable<IReadOnlyList<ConsoleLine>> WatchConsoleAsync(string resourceName, CancellationToken cancellationToken);

    /// <summary>Runs a command of a resource. Failures are an outcome; only cancellation throws.</summary>
    Task<CommandOutcome> ExecuteAsync(
        string resourceName,
        string commandName,
        IReadOnlyDictionary<string, string> arguments,
        CancellationToken cancellationToken);
}
