using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Notifications;

/// <summary>Writes each resource's log to <c>logs/name.log</c>; a full file, or the last run's, becomes <c>name.log.1</c>.</summary>
internal sealed class ResourceLogFiles : IDisposable
{
    private const long MaxFileBytes = 20 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StreamWriter> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly ResourceLoggerService _logs;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private bool _disposed;

    public ResourceLogFiles(ResourceLoggerService logs, string directory, TimeProvider time)
    {
        _logs = logs;
        _directory = directory;
        _time = time;
        _logs.LineWritten += Write;
    }

    public void Dispose()
    {
        _logs.LineWritten -= Write;
        lock (_lock)
        {
            _disposed = true;
            foreach (var file in _files.Values)
            {
                file.Dispose();
            }

            _files.Clear();
        }
    }

    private void Write(string resourceName, LogLine line)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            var path = Path.Combine(_directory, $"{resourceName}.log");
            if (!_files.TryGetValue(resourceName, out var file) || file.BaseStream.Length >= MaxFileBytes)
            {
                file?.Dispose();
                _files[resourceName] = file = OpenAfresh(path);
            }

            var time = _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            file.WriteLine(line.IsErrorMessage ? $"{time} ! {line.Content}" : $"{time}   {line.Content}");
        }
    }

    private static StreamWriter OpenAfresh(string path)
    {
        if (File.Exists(path))
        {
            File.Move(path, $"{path}.1", overwrite: true);
        }

        return new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
    }
}
