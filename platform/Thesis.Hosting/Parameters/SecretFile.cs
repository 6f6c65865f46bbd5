using System.Collections.Concurrent;
using System.Text.Json;
using Aspire.Hosting;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Parameters;

/// <summary>Generated values by configuration key, in a file that only its owner can read.</summary>
internal sealed class SecretFile(string path)
{
    private static readonly ConcurrentDictionary<string, Lock> Locks = new(StringComparer.Ordinal);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static SecretFile For(IDistributedApplicationBuilder builder) =>
        new(Path.Combine(StateDirectory.Of(builder).EnsureExists(), "parameters.json"));

    public string GetOrAdd(string key, Func<string> make)
    {
        lock (Locks.GetOrAdd(path, _ => new Lock()))
        {
            var values = Read();
            if (!values.TryGetValue(key, out var value))
            {
                value = make();
                values[key] = value;
                OwnerOnlyFile.Write(path, JsonSerializer.Serialize(values, Indented));
            }

            return value;
        }
    }

    /// <summary>A value that was kept; null when there is none.</summary>
    public string? Find(string key)
    {
        lock (Locks.GetOrAdd(path, _ => new Lock()))
        {
            return Read().GetValueOrDefault(key);
        }
    }

    private SortedDictionary<string, string> Read()
    {
        if (!File.Exists(path))
        {
            return new(StringComparer.Ordinal);
        }

        try
        {
            return JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(path)) ?? new(StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException(
                $"The generated parameters in '{path}' cannot be read: {e.Message} Mend the file, or delete it together with the data it protects.", e);
        }
    }
}
