namespace Thesis.Hosting.Publishing;

/// <summary>A directory that a step writes files into; what an earlier run wrote in the named parts is removed first.</summary>
internal sealed class OutputDirectory
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _path;
    private readonly List<string> _files = [];

    public OutputDirectory(string path, params IEnumerable<string> parts)
    {
        _path = path;
        foreach (var part in parts.Select(p => Path.Combine(path, p)).Where(Directory.Exists))
        {
            Directory.Delete(part, recursive: true);
        }
    }

    /// <summary>The files written, in order.</summary>
    public IReadOnlyList<string> Files => _files;

    public void Write(string relativePath, string text, bool executable = false)
    {
        var path = Path.Combine(_path, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _path);
        File.WriteAllText(path, text);
        if (executable)
        {
            File.SetUnixFileMode(path, Executable);
        }

        _files.Add(path);
    }
}
