using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Thesis.Dashboard.Resources;

namespace Thesis.Dashboard.Tests;

/// <summary>Resources as an AppHost would tell of them, which a test can change.</summary>
internal sealed class SampleResources : IResourceSource
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceView> _resources = [];
    private readonly Dictionary<string, List<ConsoleLine>> _lines = [];
    private readonly List<Channel<ResourceChange>> _watchers = [];
    private readonly Dictionary<string, Channel<IReadOnlyList<ConsoleLine>>> _consoles = [];

    public string ApplicationName => "sample";

    public List<string> Executed { get; } = [];

    public static SampleResources Create()
    {
        var sample = new SampleResources();
        sample.Set(Project("orders", ["postgres", "redis"]));
        sample.Set(Project("drivers", ["postgres"]));
        sample.Set(Project("web", ["orders", "drivers"]));
        sample.Set(Server("postgres", "PostgresServer"));
        sample.Set(Server("redis", "Redis"));
        sample.Set(Parameter("maps-key"));
        return sample;
    }

    public static ResourceView Project(string name, string[] needs) => new()
    {
        Name = name,
        DisplayName = name,
        Type = "Project",
        Group = "services",
        State = "Running",
        StateStyle = "success",
        Health = "Healthy",
        CreatedAt = DateTimeOffset.UtcNow,
        StartedAt = DateTimeOffset.UtcNow,
        Pid = Environment.ProcessId,
        Source = $"Sample.{name}.csproj",
        Urls = [new ResourceUrl("http", $"http://localhost:{5000 + name.Length}"), new ResourceUrl("metrics", "http://localhost:9000", IsInternal: true)],
        Environment = [new NamedValue("OTEL_SERVICE_NAME", name), new NamedValue("ConnectionStrings__db", "Host=db;Password=s3cret", IsSecret: true)],
        Properties = [new NamedValue("project.path", $"/src/{name}"), new NamedValue("api.key", "k3y", IsSecret: true)],
        HealthReports = [new HealthReportView($"{name}_http", "Healthy", "200 OK", DateTimeOffset.UtcNow)],
        Relationships = [.. needs.Select(n => new ResourceRelationship(n, "Reference"))],
        Commands =
        [
            new ResourceCommandView { Name = "restart", DisplayName = "Restart", Description = "Stops and starts it.", IsHighlighted = true },
            new ResourceCommandView { Name = "stop", DisplayName = "Stop", Confirmation = "Stop it?", IsHighlighted = true },
            new ResourceCommandView { Name = "start", DisplayName = "Start", State = "Disabled" },
            new ResourceCommandView
            {
                Name = "report",
                DisplayName = "Report",
                Arguments =
                [
                    new CommandArgument("region", "Region", "choice", Required: true, [new CommandChoice("la", "Los Angeles")]) { Value = "la", Description = "Where from." },
                    new CommandArgument("note", "Note") { Placeholder = "for whom", MaxLength = 5 },
                ],
            },
        ],
    };

    public static ResourceView Server(string name, string type) => new()
    {
        Name = name,
        DisplayName = name,
        Type = type,
        Group = "infrastructure",
        State = "Running",
        StateStyle = "success",
        Health = "Healthy",
        CreatedAt = DateTimeOffset.UtcNow,
        StartedAt = DateTimeOffset.UtcNow,
        Source = $"/usr/bin/{name}",
        Urls = [new ResourceUrl("tcp", $"tcp://localhost:{6000 + name.Length}")],
        Volumes = [new ResourceVolume($"/data/{name}", "/var/lib/data")],
    };

    public static ResourceView Parameter(string name) => new()
    {
        Name = name,
        DisplayName = name,
        Type = "Parameter",
        State = "ValueMissing",
        StateStyle = "warning",
        Commands =
        [
            new ResourceCommandView
            {
                Name = "set-parameter",
                DisplayName = "Set value",
                Arguments = [new CommandArgument("value", "Value", "secret", Required: true), new CommandArgument("save", "Save for later", "bool")],
            },
        ],
    };

    public void Set(ResourceView resource)
    {
        lock (_lock)
        {
            _resources[resource.Name] = resource;
            _watchers.ForEach(w => w.Writer.TryWrite(new ResourceChange(ResourceChangeKind.Upsert, resource.Name, resource)));
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
        {
            _resources.Remove(name);
            _watchers.ForEach(w => w.Writer.TryWrite(new ResourceChange(ResourceChangeKind.Delete, name, null)));
        }
    }

    public void Print(string name, string text, bool isError = false)
    {
        lock (_lock)
        {
            var lines = LinesOf(name);
            var line = new ConsoleLine(lines.Count + 1, DateTimeOffset.UtcNow, isError, text);
            lines.Add(line);
            if (_consoles.TryGetValue(name, out var watcher))
            {
                watcher.Writer.TryWrite([line]);
            }
        }
    }

    public async IAsyncEnumerable<ResourceChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = Channel.CreateUnbounded<ResourceChange>();
        lock (_lock)
        {
            _watchers.Add(changes);
            foreach (var resource in _resources.Values)
            {
                changes.Writer.TryWrite(new ResourceChange(ResourceChangeKind.Upsert, resource.Name, resource));
            }
        }

        await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken))
        {
            yield return change;
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<ConsoleLine>> WatchConsoleAsync(
        string resourceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = Channel.CreateUnbounded<IReadOnlyList<ConsoleLine>>();
        lock (_lock)
        {
            lines.Writer.TryWrite([.. LinesOf(resourceName)]);
            _consoles[resourceName] = lines;
        }

        await foreach (var batch in lines.Reader.ReadAllAsync(cancellationToken))
        {
            yield return batch;
        }
    }

    public Task<CommandOutcome> ExecuteAsync(
        string resourceName, string commandName, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        Executed.Add($"{resourceName} {commandName} {string.Join(",", arguments.Select(a => $"{a.Key}={a.Value}"))}".TrimEnd());
        if (commandName == "report")
        {
            return Task.FromResult(new CommandOutcome(true, "Reported.", """{"orders":12}""", ShowResult: arguments.ContainsKey("note")));
        }

        return Task.FromResult(new CommandOutcome(commandName != "stop", commandName == "stop" ? "It does not stop." : null));
    }

    private List<ConsoleLine> LinesOf(string name) =>
        _lines.TryGetValue(name, out var lines) ? lines : _lines[name] = [];
}
