using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <inheritdoc/>
public sealed class ExecutionConfigurationBuilder : IExecutionConfigurationBuilder
{
    private readonly IResource _resource;
    private readonly List<IExecutionConfigurationGatherer> _gatherers = [];

    private ExecutionConfigurationBuilder(IResource resource) => _resource = resource;

    /// <summary>Begins to find out how a resource is run.</summary>
    public static IExecutionConfigurationBuilder Create(IResource resource) => new ExecutionConfigurationBuilder(resource);

    /// <inheritdoc/>
    public IExecutionConfigurationBuilder AddExecutionConfigurationGatherer(IExecutionConfigurationGatherer gatherer)
    {
        _gatherers.Add(gatherer);
        return this;
    }

    /// <inheritdoc/>
    public async Task<IExecutionConfigurationResult> BuildAsync(DistributedApplicationExecutionContext executionContext, ILogger? resourceLogger = null, CancellationToken cancellationToken = default)
    {
        var context = new GathererContext();
        foreach (var gatherer in _gatherers)
        {
            await gatherer.GatherAsync(context, _resource, resourceLogger ?? NullLogger.Instance, executionContext, cancellationToken).ConfigureAwait(false);
        }

        var faults = new List<Exception>();
        var arguments = new List<(object, string, bool)>();
        foreach (var value in context.Arguments)
        {
            if (await ResolveAsync(value).ConfigureAwait(false) is { } text)
            {
                arguments.Add((value, text, IsSensitive(value)));
            }
        }

        var variables = new List<KeyValuePair<string, (object, string)>>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (await ResolveAsync(value).ConfigureAwait(false) is { } text)
            {
                variables.Add(new(name, (value, text)));
            }
        }

        object[] references = [.. context.Arguments.Concat(context.EnvironmentVariables.Values).SelectMany(ReferencesOf).Distinct()];
        return new Result(references, arguments, variables, context.AdditionalData, faults.Count == 0 ? null : new AggregateException(faults));

        async ValueTask<string?> ResolveAsync(object value)
        {
            try
            {
                return await TextOfAsync(value, executionContext, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The value is the model's own code: whatever it throws is told to who asked, with all that could be resolved.
                faults.Add(e);
                return null;
            }
        }
    }

    private async ValueTask<string?> TextOfAsync(object value, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IManifestExpressionProvider expression when execution.IsPublishMode => expression.ValueExpression,
        IValueProvider provider => await provider.GetValueAsync(new ValueProviderContext { Caller = _resource, ExecutionContext = execution }, cancellationToken).ConfigureAwait(false),
        _ => FormattableString.Invariant($"{value}"),
    };

    private static IEnumerable<object> ReferencesOf(object value) => value switch
    {
        IValueWithReferences several => several.References.Concat(several.References.SelectMany(ReferencesOf)),
        IResource resource => [resource],
        _ => [],
    };

    private static bool IsSensitive(object value) => value is ParameterResource { Secret: true } || ReferencesOf(value).OfType<ParameterResource>().Any(p => p.Secret);

    private sealed class GathererContext : IExecutionConfigurationGathererContext
    {
        public List<object> Arguments { get; } = [];

        public Dictionary<string, object> EnvironmentVariables { get; } = [];

        public List<IExecutionConfigurationData> AdditionalData { get; } = [];

        public void AddAdditionalData(IExecutionConfigurationData metadata) => AdditionalData.Add(metadata);
    }

    private sealed record Result(
        IEnumerable<object> References,
        IEnumerable<(object Unprocessed, string Processed, bool IsSensitive)> ArgumentsWithUnprocessed,
        IEnumerable<KeyValuePair<string, (object Unprocessed, string Processed)>> EnvironmentVariablesWithUnprocessed,
        IEnumerable<IExecutionConfigurationData> AdditionalConfigurationData,
        Exception? Exception) : IExecutionConfigurationResult
    {
        public IEnumerable<(string Value, bool IsSensitive)> Arguments => ArgumentsWithUnprocessed.Select(a => (a.Processed, a.IsSensitive));

        public IEnumerable<KeyValuePair<string, string>> EnvironmentVariables => EnvironmentVariablesWithUnprocessed.Select(v => KeyValuePair.Create(v.Key, v.Value.Processed));
    }
}
