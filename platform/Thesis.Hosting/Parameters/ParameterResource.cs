using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that whoever runs the application provides.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Lock _lock = new();
    private readonly Func<ParameterDefault?, string> _callback;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _value;

    /// <summary>Describes a parameter.</summary>
    /// <param name="name">Its name; its value is configured as <c>Parameters:name</c>.</param>
    /// <param name="callback">Finds the value, given the default.</param>
    /// <param name="secret">Whether the value is hidden wherever it is shown.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : base(name)
    {
        _callback = callback;
        Secret = secret;
    }

    /// <summary>Whether the value is hidden wherever it is shown.</summary>
    public bool Secret { get; }

    /// <summary>Whether the value is a connection string.</summary>
    public bool IsConnectionString { get; set; }

    /// <summary>What stands in for a value that is not configured.</summary>
    public ParameterDefault? Default { get; set; }

    /// <summary>Tells people what to provide.</summary>
    public string? Description { get; set; }

    /// <summary>Whether the description is Markdown.</summary>
    public bool EnableDescriptionMarkdown { get; set; }

    /// <inheritdoc/>
    public string ValueExpression => IsConnectionString ? $"{{{Name}.connectionString}}" : $"{{{Name}.value}}";

    /// <summary>Where its value is configured.</summary>
    internal string ConfigurationKey { get => field ?? $"Parameters:{Name}"; init; }

    /// <summary>Whether those who ask for a missing value wait until it is set.</summary>
    internal bool WaitsWhenMissing { get; private set; }

    /// <summary>The value; where it is missing and a user can be asked, once it is set.</summary>
    /// <exception cref="MissingParameterValueException">It is not configured, has no default, and nobody can be asked.</exception>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (Missing() is not { } missing)
                {
                    return _value;
                }

                if (!WaitsWhenMissing)
                {
                    throw missing;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The value; where it is missing and a user can be asked, once it is set.</summary>
    [SuppressMessage("Naming", "CA1725:Parameter names should match base declaration", Justification = "Aspire's name for it.")]
    public ValueTask<string?> GetValueAsync(ValueProviderContext _, CancellationToken cancellationToken) => GetValueAsync(cancellationToken);

    /// <summary>Why there is no value; null when there is one.</summary>
    internal MissingParameterValueException? Missing()
    {
        lock (_lock)
        {
            try
            {
                _value ??= _callback(Default);
                return null;
            }
            catch (MissingParameterValueException e)
            {
                return e;
            }
        }
    }

    internal void WaitWhenMissing() => WaitsWhenMissing = true;

    internal void Set(string value)
    {
        lock (_lock)
        {
            _value = value;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    internal void Unset()
    {
        lock (_lock)
        {
            _value = null;
        }
    }
}
