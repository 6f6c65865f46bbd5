namespace Thesis.AppHost.Tests.Native;

public sealed class PostgresTests : IDisposable
{
    // Not in a home: the server runs as another user.
    private readonly string _root = Directory.CreateTempSubdirectory("thesis-native-").FullName;

    public PostgresTests()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_root, File.GetUnixFileMode(_root) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        }
    }

    private string Data => Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Data_outlive_the_server()
    {
        await using (var first = NativePostgres.Run(Data, "one"))
        {
            await first.AskAsync("CREATE TABLE kept AS SELECT 42 AS n");
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = NativePostgres.Run(Data, "one");
        Assert.Equal(42, await second.AskAsync("SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_replication_slot_outlives_the_server()
    {
        await using (var first = NativePostgres.Run(Data, "one"))
        {
            await first.AskAsync("SELECT pg_create_logical_replication_slot('outbox', 'pgoutput')::text");
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = NativePostgres.Run(Data, "one");
        Assert.Equal(1L, await second.AskAsync("SELECT count(*) FROM pg_replication_slots"));
    }

    [Fact]
    public async Task A_changed_password_is_the_one_that_holds()
    {
        await using (var first = NativePostgres.Run(Data, "before"))
        {
            await first.AskAsync("CREATE TABLE kept AS SELECT 1 AS n");
            await first.StopAsync();
        }

        await using var second = NativePostgres.Run(Data, "it's after");
        Assert.Equal(1, await second.AskAsync("SELECT n FROM kept"));
    }

    [Fact]
    public async Task Passwords_are_kept_as_salted_hashes()
    {
        await using var server = NativePostgres.Run(Data, "right");
        var password = await server.AskAsync("SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'");
        Assert.StartsWith("SCRAM-SHA-256", Assert.IsType<string>(password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_script_was_killed_is_taken_over_with_its_data()
    {
        var first = NativePostgres.Run(Data, "one");
        await first.AskAsync("CREATE TABLE kept AS SELECT 42 AS n");
        first.Orphan();

        await using var second = NativePostgres.Run(Data, "one");

        Assert.Equal(42, await second.AskAsync("SELECT n FROM kept"));
        Assert.Contains("an earlier run left behind", second.Output, StringComparison.Ordinal);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_start_that_was_cut_off_while_it_made_the_data_is_repeated()
    {
        Directory.CreateDirectory(Path.Combine(Data, "cluster.new"));
        await File.WriteAllTextAsync(Path.Combine(Data, "cluster.new", "PG_VERSION"), "15\n");

        await using var server = NativePostgres.Run(Data, "one");

        Assert.Equal(1, await server.AskAsync("SELECT 1"));
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_installed_are_left_alone_and_named()
    {
        Directory.CreateDirectory(Path.Combine(Data, "cluster"));
        await File.WriteAllTextAsync(Path.Combine(Data, "cluster", "PG_VERSION"), "9.6\n");

        await using var server = NativePostgres.Run(Data, "one");

        Assert.NotEqual(0, await server.EndAsync());
        Assert.Contains("apt-get install postgresql-9.6", server.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Data, "cluster", "PG_VERSION")));
    }
}
