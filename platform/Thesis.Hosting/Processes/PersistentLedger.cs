using System.Text.Json;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Processes;

/// <summary>The processes that go on between runs, on disk: who they are, and what they were started with.</summary>
internal sealed class PersistentLedger(string path)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private readonly Lock _lock = new();

    /// <param name="Name">The resource's name.</param>
    /// <param name="ProcessId">The process, which leads its group.</param>
    /// <param name="StartTime">In clock ticks since boot: another process of the same id has another.</param>
    /// <param name="Configuration">A digest of what it was started with.</param>
    /// <param name="Ports">Its ports by endpoint.</param>
    /// <param name="Signal">What asks it to end.</param>
    /// <param name="WholeGroup">Whether its children get the signal too.</param>
    /// <param name="GraceSeconds">How long it may take.</param>
    internal sealed record Entry(string Name, int ProcessId, long StartTime, string Configuration, IReadOnlyDictionary<string, int> Ports, int Signal, bool WholeGroup, double GraceSeconds)
    {
        public bool IsAlive() => ProcessTable.StartTime(ProcessId) == StartTime;
    }

    /// <summary>Those that still run.</summary>
    public IReadOnlyList<Entry> Alive()
    {
        lock (_lock)
        {
            return [.. Read().Where(e => e.IsAlive())];
        }
    }

    /// <summary>The process of a name, if it still runs.</summary>
    public Entry? Find(string name) => Alive().FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));

    public void Put(Entry entry) => Change(entries => [.. Without(entries, entry.Name), entry]);

    public void Remove(string name) => Change(entries => [.. Without(entries, name)]);

    private static IEnumerable<Entry> Without(IEnumerable<Entry> entries, string name) =>
        entries.Where(e => e.IsAlive() && !string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));

    private void Change(Func<Entry[], Entry[]> change)
    {
        lock (_lock)
        {
            var entries = change(Read());
            if (entries.Length == 0)
            {
                File.Delete(path);
            }
            else
            {
                OwnerOnlyFile.Write(path, JsonSerializer.Serialize(entries, Format));
            }
        }
    }

    private Entry[] Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Entry[]>(File.ReadAllText(path), Format) ?? [] : [];
        }
        catch (JsonException)
        {
            // Damaged: whom it named is found by what they write to.
            return [];
        }
    }
}
