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
public class DistributedApplicationExecutionContext
{
    private readonly DistributedApplicationExecutionContextOptions _options;

    /// <summary>A context without services, which writes the manifest if it publishes.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
        : this(new DistributedApplicationExecutionContextOptions(operation))
    {
    }

    /// <summary>A context without services.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
        : this(new DistributedApplicationExecutionContextOptions(operation, publisherName))
    {
    }

    /// <summary>A context whose services come with the options, once there are any.</summary>
    public DistributedApplicationExecutionContext(DistributedApplicationExecutionContextOptions options)
    {
        _options = options;
        PublisherName = options.PublisherName ?? "manifest";
    }

    /// <summary>Running or publishing.</summary>
    public DistributedApplicationOperation Operation => _options.Operation;

    /// <summary>What publishes it, as <c>--publisher</c> says; the manifest where nothing is said.</summary>
    public string PublisherName { get; set; }

    /// <summary>Whether the application runs.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether the application is written down for a deployment.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>The application's services.</summary>
    /// <exception cref="InvalidOperationException">The application is not built yet.</exception>
    public IServiceProvider ServiceProvider => _options.ServiceProvider ?? throw new InvalidOperationException("The application is not built yet.");
}

/// <summary>What a <see cref="DistributedApplicationExecutionContext"/> tells.</summary>
public class DistributedApplicationExecutionContextOptions
{
    /// <summary>Options of an application that runs, or of one that is published by what comes first.</summary>
    public DistributedApplicationExecutionContextOptions(DistributedApplicationOperation operation) => Operation = operation;

    /// <summary>Options of an application that a certain publisher writes down.</summary>
    public DistributedApplicationExecutionContextOptions(DistributedApplicationOperation operation, string publisherName)
        : this(operation) => PublisherName = publisherName;

    /// <summary>Running or publishing.</summary>
    public DistributedApplicationOperation Operation { get; }

    /// <summary>What publishes it; null when nothing was said.</summary>
    public string? PublisherName { get; }

    /// <summary>The application's services; null until it is built.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}
