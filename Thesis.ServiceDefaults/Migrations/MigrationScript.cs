using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Thesis.ServiceDefaults;

/// <summary>One embedded SQL script and the checksum it is recorded with.</summary>
internal sealed partial record MigrationScript(string Name, string Sql)
{
    private const string CommonPrefix = "Thesis.ServiceDefaults.Migrations.Common";

    /// <summary>SHA-256 of the text, whatever its line ends.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>A schema's scripts in the order they run: the common tables first, then its own by name.</summary>
    /// <exception cref="InvalidOperationException">A script's name is not <c>NNN_name.sql</c>, or a number is used twice.</exception>
    public static IReadOnlyList<MigrationScript> Load(MigrationSet set)
    {
        var scripts = new List<MigrationScript>();
        if (set.CommonTables)
        {
            scripts.AddRange(Embedded(typeof(MigrationScript).Assembly, CommonPrefix)
                .Select(s => new MigrationScript($"common/{s.Name}", s.Sql.Replace("{schema}", set.Schema, StringComparison.Ordinal))));
        }
        if (set.Assembly is not null && set.ResourcePrefix is not null)
        {
            scripts.AddRange(Embedded(set.Assembly, set.ResourcePrefix));
        }
        return scripts;
    }

    private static MigrationScript[] Embedded(Assembly assembly, string prefix)
    {
        var scripts = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix + ".", StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n => new MigrationScript(n[(prefix.Length + 1)..], Read(assembly, n)))
            .ToArray();
        if (scripts.Length == 0)
        {
            throw new InvalidOperationException(
                $"{assembly.GetName().Name} has no embedded scripts under '{prefix}'; add <EmbeddedResource Include=\"**/*.sql\" /> to the project.");
        }
        if (scripts.FirstOrDefault(s => !Numbered().IsMatch(s.Name)) is { } unnumbered)
        {
            throw new InvalidOperationException($"Migration '{unnumbered.Name}' is not named NNN_name.sql.");
        }
        if (scripts.GroupBy(s => s.Name[..3]).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Migration number {twice.Key} is used twice: {string.Join(", ", twice.Select(s => s.Name))}.");
        }
        return scripts;
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Resource {resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^[0-9]{3}_[a-z0-9_]+\\.sql$")]
    private static partial Regex Numbered();
}
