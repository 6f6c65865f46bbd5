using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Postgres;

/// <summary>Runs a PostgreSQL server from the system's binaries.</summary>
internal sealed class PostgresProcess(PostgresServerResource server)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // Logical replication carries the outbox. The memory settings suit many small servers on one machine.
    private static readonly string[] Settings =
    [
        "listen_addresses=localhost", "unix_socket_directories=", "wal_level=logical", "max_wal_senders=20",
        "max_replication_slots=20", "max_connections=200", "shared_buffers=64MB", "work_mem=4MB",
        "maintenance_work_mem=32MB", "max_wal_size=512MB", "jit=off", "log_min_messages=warning",
    ];

    // Nothing outlives the run, so nothing need survive a crash. Commits still wait for the (unsynced) write: without
    // that the WAL sender lags.
    private static readonly string[] EphemeralSettings = ["fsync=off", "full_page_writes=off"];

    public Task<ProcessSpecification> PlanAsync(NativeProcessContext context, CancellationToken cancellationToken)
    {
        var persistent = IsPersistent(context.Services.GetRequiredService<StateDirectory>());
        var cluster = Cluster(context);
        var port = server.PrimaryEndpoint.Port.ToString(CultureInfo.InvariantCulture);
        string[] settings = persistent ? Settings : [.. Settings, .. EphemeralSettings];
        return Task.FromResult(new ProcessSpecification(
            cluster.Binaries.Postgres,
            ["-D", cluster.Data, "-p", port, .. settings.SelectMany(s => new[] { "-c", s }), .. context.Arguments],
            cluster.Root)
        {
            UserName = User,
            Stop = persistent
                ? new StopRequest(Signal.Interrupt, WholeGroup: false, Grace)
                : new StopRequest(Signal.Quit, WholeGroup: false, Grace),
        });
    }

    /// <summary>Makes the data directory if it is new, and gives the superuser the password wanted.</summary>
    public async Task PrepareAsync(NativeProcessContext context, CancellationToken cancellationToken)
    {
        var password = await server.PasswordParameter.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "";
        var userName = await server.UserNameReference.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "";
        await Cluster(context).PrepareAsync(userName, password, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where the server keeps its data and the credential that belongs to it.</summary>
    public string DataDirectory(StateDirectory state)
    {
        var persistent = IsPersistent(state);
        var mount = server.Annotations.OfType<ContainerMountAnnotation>().LastOrDefault();
        if (persistent && mount is { Type: ContainerMountType.BindMount, Source: { } source })
        {
            Directory.CreateDirectory(source);
            return source;
        }

        var name = Path.Combine("postgres", persistent ? mount?.Source ?? server.Name : $"{server.Name}-session");
        return SharedDirectory.Choose(state, name, othersUse: Environment.IsPrivilegedProcess);
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string? User => Environment.IsPrivilegedProcess ? "postgres" : null;

    private PostgresCluster Cluster(NativeProcessContext context) =>
        new(PostgresBinaries.Find(), DataDirectory(context.Services.GetRequiredService<StateDirectory>()), User, context);

    private bool IsPersistent(StateDirectory state) =>
        !state.IsEphemeral && (server.HasAnnotationOfType<ContainerMountAnnotation>() || PersistentProcesses.IsPersistent(server));
}

/// <summary>The programs of a PostgreSQL installation.</summary>
/// <param name="Directory">Where they are.</param>
internal sealed record PostgresBinaries(string Directory)
{
    private const string DebianRoot = "/usr/lib/postgresql";

    public string Postgres => Path.Combine(Directory, "postgres");

    public string InitDb => Path.Combine(Directory, "initdb");

    /// <summary>Debian's newest installation, or what PATH has.</summary>
    /// <exception cref="DistributedApplicationException">There is none; the message says how to install it.</exception>
    public static PostgresBinaries Find()
    {
        var debian = System.IO.Directory.Exists(DebianRoot)
            ? System.IO.Directory.EnumerateDirectories(DebianRoot)
                .OrderByDescending(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(d => Path.Combine(d, "bin"))
                .FirstOrDefault(d => File.Exists(Path.Combine(d, "postgres")))
            : null;
        return new PostgresBinaries(debian ?? Path.GetDirectoryName(ProgramLocation.Find("postgres", "/")) ?? "/");
    }
}
