using System.Text.RegularExpressions;

namespace Thesis.Architecture.Tests;

/// <summary>
/// Services talk by contract and event only: no file of one names another's namespace, types or tables. A service is a
/// folder of Thesis.Services that holds a <c>…Module.cs</c>; what lies beside them is shared and names no service.
/// </summary>
internal static partial class ServiceBoundaries
{
    private const string Root = "Thesis.Services/";

    public static IReadOnlyList<string> ServicesOf(IEnumerable<SourceFile> files) =>
        [.. files.Select(f => Module().Match(f.Path)).Where(m => m.Success).Select(m => m.Groups[1].Value).Distinct().Order()];

    /// <summary>Each place where a file crosses a border, as "path: what it names".</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyCollection<SourceFile> files)
    {
        var services = ServicesOf(files);
        var foreign = services.ToDictionary(s => s, s => Mentions(s, files));
        return
        [
            .. from file in files
               where file.Path.StartsWith(Root, StringComparison.Ordinal) && file.Path.IndexOf('/', Root.Length) > 0
               from service in services
               where !file.Path.StartsWith($"{Root}{service}/", StringComparison.Ordinal)
               from Match match in foreign[service].Matches(file.Text)
               select $"{file.Path}: {match.Value}",
        ];
    }

    /// <summary>The namespace in full, a type or inner namespace by the service's bare name, and a table in SQL.</summary>
    private static Regex Mentions(string service, IEnumerable<SourceFile> files)
    {
        var own = files.Where(f => f.Path.StartsWith($"{Root}{service}/", StringComparison.Ordinal)
            && f.Path.EndsWith(".cs", StringComparison.Ordinal)).ToList();
        var names = own.SelectMany(f => TypeDeclaration().Matches(f.Text)).Select(m => m.Groups[1].Value)
            .Concat(own.SelectMany(f => InnerNamespace().Matches(f.Text)).Select(m => m.Groups[1].Value))
            .Distinct();
        var schema = service.ToLowerInvariant();
        return new Regex(
            $@"Thesis\.Services\.{service}\b"
            + $@"|(?<![\w.]){service}\.(?:{string.Join('|', names)})\b"
            + $@"|(?i:\b(?:from|join|into|update|table|references|on|using)\s+(?:only\s+)?[\\""]*{schema}[\\""]*\s*\.\s*[\\""]*\w+)"
            + $@"|(?i:search_path\b[^;\r\n]*\b{schema}\b)");
    }

    [GeneratedRegex(@"^Thesis\.Services/(\w+)/\w*Module\.cs$")]
    private static partial Regex Module();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum|record\s+struct)\s+([A-Z]\w*)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"namespace\s+Thesis\.Services\.\w+\.(\w+)")]
    private static partial Regex InnerNamespace();
}
