using System.Text.Json;

namespace Thesis.Hosting.State;

/// <summary>Remembers the port of each resource's endpoint, so that addresses stay what they were: for bookmarks, cookies and sign-in.</summary>
internal sealed class PortMemory
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _path;
    private readonly SortedDictionary<string, int> _ports;
    private bool _changed;

    public PortMemory(string path)
    {
        _path = path;
        _ports = Read(path);
    }

    public IEnumerable<int> All => _ports.Values;

    public int? Find(string resource, string endpoint) => _ports.TryGetValue($"{resource}/{endpoint}", out var port) ? port : null;

    public void Remember(string resource, string endpoint, int port)
    {
        _changed |= Find(resource, endpoint) != port;
        _ports[$"{resource}/{endpoint}"] = port;
    }

    public void Save()
    {
        if (_changed)
        {
            OwnerOnlyFile.Write(_path, JsonSerializer.Serialize(_ports, Indented));
            _changed = false;
        }
    }

    private static SortedDictionary<string, int> Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<SortedDictionary<string, int>>(File.ReadAllText(path)) is { } ports
                ? new(ports, StringComparer.OrdinalIgnoreCase)
                : new(StringComparer.OrdinalIgnoreCase);
        }
        catch (JsonException)
        {
            // A damaged file only costs the ports' constancy.
            return new(StringComparer.OrdinalIgnoreCase);
        }
    }
}
