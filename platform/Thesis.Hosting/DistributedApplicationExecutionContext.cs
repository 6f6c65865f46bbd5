namespace Aspire.Hosting;

/// <summary>What an application does with its model.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>Runs it.</summary>
    Run = 0,

    /// <summary>Writes it down for a deployment.</summary>
    Publish = 1,
}

/// <summary>Tells the model's callbacks what they are evaluated for.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    private IServiceProvider? _services;

    /// <summary>Running or publishing.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>What publishes it, as <c>--publisher</c> says; null when nothing does.</summary>
    public string? PublisherName { get; set; }

    /// <summary>Whether the application runs.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether the application is written down for a deployment.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>The application's services.</summary>
    /// <exception cref="InvalidOperationException">The application is not built yet.</exception>
    public IServiceProvider ServiceProvider => _services ?? throw new InvalidOperationException("The application is not built yet.");

    internal void Use(IServiceProvider services) => _services = services;
}
