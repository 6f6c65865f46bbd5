using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something else that is known of how a resource is run, by its type.</summary>
public interface IExecutionConfigurationData;

/// <summary>What gatherers add to.</summary>
public interface IExecutionConfigurationGathererContext
{
    /// <summary>The arguments so far.</summary>
    List<object> Arguments { get; }

    /// <summary>The variables so far.</summary>
    Dictionary<string, object> EnvironmentVariables { get; }

    /// <summary>Adds something else that whoever asks may want to know.</summary>
    void AddAdditionalData(IExecutionConfigurationData metadata);
}

/// <summary>Adds to how a resource is run.</summary>
public interface IExecutionConfigurationGatherer
{
    /// <summary>Adds arguments, variables or other data.</summary>
    ValueTask GatherAsync(IExecutionConfigurationGathererContext context, IResource resource, ILogger resourceLogger, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default);
}

/// <summary>Finds out how a resource is run, without running it.</summary>
public interface IExecutionConfigurationBuilder
{
    /// <summary>Adds someone to ask.</summary>
    IExecutionConfigurationBuilder AddExecutionConfigurationGatherer(IExecutionConfigurationGatherer gatherer);

    /// <summary>Asks everyone, in the order they were added, and resolves what they say.</summary>
    Task<IExecutionConfigurationResult> BuildAsync(DistributedApplicationExecutionContext executionContext, ILogger? resourceLogger = null, CancellationToken cancellationToken = default);
}

/// <summary>How a resource is run: its values in run mode, expressions in publish mode.</summary>
public interface IExecutionConfigurationResult
{
    /// <summary>What values refer to.</summary>
    IEnumerable<object> References { get; }

    /// <summary>The arguments, and which of them are secret.</summary>
    IEnumerable<(string Value, bool IsSensitive)> Arguments { get; }

    /// <summary>The arguments beside what they were made of.</summary>
    IEnumerable<(object Unprocessed, string Processed, bool IsSensitive)> ArgumentsWithUnprocessed { get; }

    /// <summary>The variables.</summary>
    IEnumerable<KeyValuePair<string, string>> EnvironmentVariables { get; }

    /// <summary>The variables beside what they were made of.</summary>
    IEnumerable<KeyValuePair<string, (object Unprocessed, string Processed)>> EnvironmentVariablesWithUnprocessed { get; }

    /// <summary>What gatherers added.</summary>
    IEnumerable<IExecutionConfigurationData> AdditionalConfigurationData { get; }

    /// <summary>Why values could not be resolved; null when all could.</summary>
    Exception? Exception { get; }
}
