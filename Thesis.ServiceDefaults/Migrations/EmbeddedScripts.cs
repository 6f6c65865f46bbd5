using System.Reflection;
using System.Text.RegularExpressions;
using EvolveDb.Metadata;
using EvolveDb.Migration;

namespace Thesis.ServiceDefaults;

/// <summary>
/// A schema's embedded scripts for Evolve, under the names they have in the repository: <c>NNN_name.sql</c>. The common
/// tables come first, as versions <c>0.NNN</c>.
/// </summary>
internal sealed partial class EmbeddedScripts : IMigrationLoader
{
    private const string CommonPrefix = "Thesis.ServiceDefaults.Migrations.Common";

    private readonly IReadOnlyList<MigrationScript> _scripts;

    private EmbeddedScripts(IEnumerable<MigrationScript> scripts) => _scripts = [.. scripts];

    /// <exception cref="InvalidOperationException">There are no scripts, a name is not <c>NNN_name.sql</c>, or a number is used twice.</exception>
    public static EmbeddedScripts Load(MigrationSet set)
    {
        var common = set.CommonTables ? Embedded(typeof(EmbeddedScripts).Assembly, CommonPrefix, "common/", "0.") : [];
        var own = set.Assembly is not null && set.ResourcePrefix is not null ? Embedded(set.Assembly, set.ResourcePrefix, "", "") : [];
        return new EmbeddedScripts(common.Concat(own));
    }

    public EmbeddedScripts Only(IReadOnlyCollection<string> names) => new(_scripts.Where(s => names.Contains(s.Name)));

    public IEnumerable<MigrationScript> GetMigrations() => _scripts;

    public IEnumerable<MigrationScript> GetRepeatableMigrations() => [];

    private static List<MigrationScript> Embedded(Assembly assembly, string prefix, string folder, string major)
    {
        var scripts = new List<MigrationScript>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var name = Numbered().Match(resource[(prefix.Length + 1)..]);
            if (!name.Success)
            {
                throw new InvalidOperationException($"Migration '{resource}' is not named NNN_name.sql.");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource) ?? Stream.Null);
            scripts.Add(new Script(major + name.Groups["number"].Value, name.Groups["name"].Value, folder + name.Value, reader.ReadToEnd()));
        }

        if (scripts.GroupBy(s => s.Version).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"A migration's number is used twice: {string.Join(", ", twice.Select(s => s.Name))}.");
        }

        return scripts.Count > 0
            ? scripts
            : throw new InvalidOperationException(
                $"{assembly.GetName().Name} has no embedded scripts under '{prefix}'; add <EmbeddedResource Include=\"**/*.sql\" /> to the project.");
    }

    [GeneratedRegex("^(?<number>[0-9]{3})_(?<name>[a-z0-9_]+)\\.sql$")]
    private static partial Regex Numbered();

    private sealed class Script(string version, string description, string name, string content)
        : MigrationScript(version, description, name, content, MetadataType.Migration);
}
