using Aspire.Hosting;

namespace Thesis.Hosting.State;

/// <summary>Where a run keeps its files: <c>.thesis</c> at the repository's root, or a directory that ends with the run.</summary>
/// <remarks>
/// <c>Thesis:StateDirectory</c> in the configuration names another place; <c>Thesis:Ephemeral=true</c> makes nothing outlive the run.
/// </remarks>
internal sealed class StateDirectory : IDisposable
{
    public const string PathKey = "Thesis:StateDirectory";
    public const string EphemeralKey = "Thesis:Ephemeral";

    private const string TemporaryPathKey = "Thesis:TemporaryDirectory";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly HashSet<string> _elsewhere = new(StringComparer.Ordinal);

    private StateDirectory(string path, bool isEphemeral)
    {
        Path = path;
        IsEphemeral = isEphemeral;
    }

    public string Path { get; }

    public bool IsEphemeral { get; }

    public static StateDirectory Of(IDistributedApplicationBuilder builder)
    {
        if (string.Equals(builder.Configuration[EphemeralKey], "true", StringComparison.OrdinalIgnoreCase))
        {
            builder.Configuration[TemporaryPathKey] ??= System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"thesis-{Guid.NewGuid():N}");
            return new StateDirectory(builder.Configuration[TemporaryPathKey] ?? "", true);
        }

        if (builder.Configuration[PathKey] is { Length: > 0 } path)
        {
            return new StateDirectory(System.IO.Path.GetFullPath(path, builder.AppHostDirectory), false);
        }

        return new StateDirectory(System.IO.Path.Combine(RepositoryRoot(builder.AppHostDirectory), ".thesis"), false);
    }

    public string EnsureExists()
    {
        if (IsEphemeral)
        {
            Directory.CreateDirectory(Path, OwnerOnly);
        }
        else
        {
            Directory.CreateDirectory(Path);
        }

        return Path;
    }

    /// <summary>Makes a directory that only its owner can enter.</summary>
    public string EnsureOwnerOnly(string name)
    {
        var path = System.IO.Path.Combine(EnsureExists(), name);
        Directory.CreateDirectory(path, OwnerOnly);
        return path;
    }

    /// <summary>Names a directory elsewhere that ends with this one.</summary>
    public void AlsoDelete(string path)
    {
        lock (_elsewhere)
        {
            _elsewhere.Add(path);
        }
    }

    /// <summary>Removes a directory that ends with the run, and all in it.</summary>
    public void Dispose()
    {
        if (!IsEphemeral)
        {
            return;
        }

        foreach (var path in _elsewhere.Prepend(Path).Where(Directory.Exists))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static string RepositoryRoot(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            var git = System.IO.Path.Combine(at.FullName, ".git");
            if (Directory.Exists(git) || File.Exists(git) || at.EnumerateFiles("*.sln").Any())
            {
                return at.FullName;
            }
        }

        return directory;
    }
}
