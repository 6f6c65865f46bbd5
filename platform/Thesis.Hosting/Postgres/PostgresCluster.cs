using System.Text;
using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Postgres;

/// <summary>A server's data directory and the credential that belongs to it, side by side.</summary>
internal sealed class PostgresCluster(PostgresBinaries binaries, string root, string? user, NativeProcessContext context)
{
    public PostgresBinaries Binaries { get; } = binaries;

    public string Root { get; } = root;

    public string Data { get; } = Path.Combine(root, "data");

    private string Credential => Path.Combine(Root, "credential");

    private string Initialised => Path.Combine(Root, "initialised");

    /// <summary>Makes the directory if it is new, and gives the superuser the password wanted.</summary>
    public async Task PrepareAsync(string superuser, string password, CancellationToken cancellationToken)
    {
        ThrowIfOtherMajorVersion();
        if (!File.Exists(Initialised))
        {
            await InitialiseAsync(superuser, password, cancellationToken).ConfigureAwait(false);
        }
        else if (!File.Exists(Credential) || await File.ReadAllTextAsync(Credential, cancellationToken).ConfigureAwait(false) != password)
        {
            await ChangePasswordAsync(superuser, password, cancellationToken).ConfigureAwait(false);
        }
    }

    private void ThrowIfOtherMajorVersion()
    {
        var versionFile = Path.Combine(Data, "PG_VERSION");
        var major = Path.GetFileName(Path.GetDirectoryName(Binaries.Directory));
        if (File.Exists(versionFile) && int.TryParse(major, out _) && File.ReadAllText(versionFile).Trim() is var found && found != major)
        {
            throw new DistributedApplicationException(
                $"The data in '{Data}' is of PostgreSQL {found} but the server is {major}. Install postgresql-{found}, or begin anew with the command {DataReset.CommandName}.");
        }
    }

    private async Task InitialiseAsync(string superuser, string password, CancellationToken cancellationToken)
    {
        // An initialisation that was cut off leaves a directory that initdb refuses.
        if (Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }

        var passwordFile = Path.Combine(Root, "password");
        OwnerOnlyFile.Write(passwordFile, password);
        await SharedDirectory.GiveToAsync(user, [Root, passwordFile], cancellationToken).ConfigureAwait(false);
        try
        {
            await RunAsync(
                Binaries.InitDb,
                ["-D", Data, "-U", superuser, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", "--no-sync"],
                null,
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        OwnerOnlyFile.Write(Credential, password);
        await File.WriteAllTextAsync(Initialised, "", cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangePasswordAsync(string superuser, string password, CancellationToken cancellationToken)
    {
        var statement = $"ALTER ROLE \"{superuser.Replace("\"", "\"\"", StringComparison.Ordinal)}\" PASSWORD '{password.Replace("'", "''", StringComparison.Ordinal)}'\n";
        await RunAsync(Binaries.Postgres, ["--single", "-D", Data, "-c", "log_statement=none", "postgres"], statement, cancellationToken).ConfigureAwait(false);
        OwnerOnlyFile.Write(Credential, password);
    }

    private async Task RunAsync(string program, string[] arguments, string? input, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var specification = new ProcessSpecification(program, arguments, Root) { UserName = user, StandardInput = input };
        var launcher = context.Services.GetRequiredService<ProcessLauncher>();
        using var process = launcher.Start("postgres-preparation", specification, (line, _) =>
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        });
        int exitCode;
        using (cancellationToken.Register(() => Signals.SendToGroup(process.Id, Signal.Kill)))
        {
            exitCode = await process.WaitForExitAsync().ConfigureAwait(false);
        }

        launcher.Ended(process);
        cancellationToken.ThrowIfCancellationRequested();
        if (exitCode != 0)
        {
            throw new DistributedApplicationException($"{Path.GetFileName(program)} ended with exit code {exitCode}: {output}");
        }
    }
}
