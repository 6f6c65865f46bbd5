using System.Security.Cryptography;

namespace Thesis.Dashboard.Storage;

/// <summary>The runs on disk: the current one, which is added to, and earlier ones, which are opened when asked for.</summary>
internal sealed class RunCatalog : IDisposable
{
    private const int MaxOpen = 2; // Besides the current one; an open run costs memory for its index.
    private readonly Lock _lock = new();
    private readonly List<RunStore> _open = [];
    private readonly DashboardOptions _options;
    private readonly string _root;

    public RunCatalog(DashboardOptions options, string application)
    {
        _options = options;
        _root = Path.Combine(options.DataDirectory, "runs");
        Directory.CreateDirectory(_root);
        Prune(options.RunsKept - 1);
        Current = CreateRun(application, isImported: false);
    }

    public RunStore Current { get; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<(RunInfo Info, long Bytes, bool IsCurrent)> List() =>
    [
        .. Folders().Select(f => (Path.GetFileName(f) == Current.Id ? Current.Info : RunInfo.TryRead(f), Folder: f))
            .Where(r => r.Item1 is not null)
            .Select(r => (WithEnd(r.Item1!, r.Folder), BytesOf(r.Folder), r.Item1?.Id == Current.Id)) // Not null: filtered above.
            .OrderByDescending(r => r.Item1.StartedAt),
    ];

    /// <summary>A run by its id; the current one for null. Null when there is none.</summary>
    public RunStore? Find(string? id)
    {
        if (id is null || id == Current.Id)
        {
            return Current;
        }

        lock (_lock)
        {
            var known = _open.Find(r => r.Id == id);
            if (known is null)
            {
                var folder = Folders().FirstOrDefault(f => Path.GetFileName(f) == id);
                if (folder is null || RunInfo.TryRead(folder) is not { } info)
                {
                    return null;
                }

                known = RunStore.Open(folder, info, _options.Time);
            }

            _open.Remove(known);
            _open.Add(known);
            while (_open.Count > MaxOpen)
            {
                _open[0].Dispose();
                _open.RemoveAt(0);
            }

            return known;
        }
    }

    /// <summary>A run to fill from a file. Dispose it when it is full; it is an earlier run from then on.</summary>
    public RunStore CreateImported(string application)
    {
        Prune(_options.RunsKept - 1);
        return CreateRun(application, isImported: true);
    }

    /// <summary>Deletes a run that is not the current one.</summary>
    public bool Delete(string id)
    {
        lock (_lock)
        {
            var folder = Folders().FirstOrDefault(f => Path.GetFileName(f) == id);
            if (folder is null || RunStore.IsInUse(folder))
            {
                return false;
            }

            _open.FindAll(r => r.Id == id).ForEach(r => r.Dispose());
            _open.RemoveAll(r => r.Id == id);
            Directory.Delete(folder, recursive: true);
            return true;
        }
    }

    public void Dispose()
    {
        Current.Dispose();
        lock (_lock)
        {
            _open.ForEach(r => r.Dispose());
            _open.Clear();
        }
    }

    private IEnumerable<string> Folders() => Directory.EnumerateDirectories(_root);

    private RunStore CreateRun(string application, bool isImported)
    {
        var now = _options.Time.GetUtcNow();
        var id = $"{now:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
        var info = new RunInfo { Id = id, Application = application, StartedAt = now, IsImported = isImported };
        return RunStore.Create(Path.Combine(_root, id), info, _options.Time, _options.BytesPerRun);
    }

    /// <summary>Deletes the oldest runs, so that no more than a number are left and there is room for another.</summary>
    private void Prune(int keep)
    {
        var kept = 0;
        var bytes = _options.BytesPerRun;
        foreach (var folder in Folders().OrderByDescending(f => RunInfo.TryRead(f)?.StartedAt ?? DateTimeOffset.MinValue))
        {
            bytes += BytesOf(folder);
            if (++kept > keep || bytes > _options.BytesInAll)
            {
                Delete(Path.GetFileName(folder));
            }
        }
    }

    private static RunInfo WithEnd(RunInfo info, string folder) =>
        info.EndedAt is not null || RunStore.IsInUse(folder) ? info : info with
        {
            EndedAt = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Select(f => new DateTimeOffset(f.LastWriteTimeUtc)).DefaultIfEmpty(info.StartedAt).Max(),
        };

    private static long BytesOf(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        }
        catch (IOException)
        {
            return 0; // Deleted meanwhile.
        }
    }
}
