using System.Text.RegularExpressions;

namespace Thesis.Architecture.Tests;

/// <summary>
/// Every service folder has one shape: its module and options at the root, and <c>Api</c>, <c>Domain</c>, <c>Data</c> and <c>Messaging</c> below it, each
/// with what its name says.
/// </summary>
internal static partial class ServiceShapes
{
    private const string Root = "Thesis.Services/";

    private static readonly string[] s_layers = ["Api", "Domain", "Data", "Messaging"];

    /// <summary>Identity has pages of its own and sends mail.</summary>
    private static readonly Dictionary<string, string[]> s_more = new(StringComparer.Ordinal) { ["Identity"] = ["Pages", "Mail"] };

    /// <summary>What is not in its place, as "path: what is wrong".</summary>
    public static IReadOnlyList<string> Violations(IReadOnlyCollection<SourceFile> files) =>
    [
        .. from service in ServiceBoundaries.ServicesOf(files)
           from file in files
           where file.Path.StartsWith($"{Root}{service}/", StringComparison.Ordinal)
           from wrong in Violations(service, file)
           select $"{file.Path}: {wrong}",
    ];

    private static IEnumerable<string> Violations(string service, SourceFile file)
    {
        var parts = file.Path[$"{Root}{service}/".Length..].Split('/');
        if (parts.Length == 1)
        {
            return IsOfModule(service, parts[0]) ? [] : ["only the module and its options stand at the root of a service"];
        }

        if (!s_layers.Concat(s_more.GetValueOrDefault(service, [])).Contains(parts[0]))
        {
            return [$"a service has the folders {string.Join(", ", s_layers)}"];
        }

        return file.Path.EndsWith(".sql", StringComparison.Ordinal)
            ? parts is ["Data", "Migrations", _] ? [] : ["migrations stand in Data/Migrations"]
            : file.Path.EndsWith(".cs", StringComparison.Ordinal) ? InCode(service, parts, file.Text) : [];
    }

    private static IEnumerable<string> InCode(string service, string[] parts, string text)
    {
        var layer = parts[0];
        var space = $"Thesis.Services.{service}.{string.Join('.', parts[..^1])}";
        if (!text.Contains($"namespace {space};", StringComparison.Ordinal))
        {
            yield return $"its namespace is {space}";
        }

        if (!s_layers.Contains(layer))
        {
            yield break;
        }

        if (layer != "Data" && Sql().IsMatch(text))
        {
            yield return "SQL stands in Data";
        }

        if (layer == "Domain" && InputOrOutput().Match(text) is { Success: true } used)
        {
            yield return $"Domain does no input or output, and uses {used.Groups[1].Value}";
        }

        if (layer != "Messaging" && Handler().IsMatch(text))
        {
            yield return "event handlers stand in Messaging";
        }

        if (Handler().Match(text) is { Success: true } handler && parts[^1] != $"{handler.Groups[1].Value}.cs")
        {
            yield return $"the file of a handler has its name, {handler.Groups[1].Value}.cs";
        }

        if (GrpcService().Match(text) is { Success: true } grpc && (layer != "Api" || !grpc.Groups[1].Value.EndsWith("GrpcService", StringComparison.Ordinal)))
        {
            yield return "a gRPC service stands in Api and is called …GrpcService";
        }
    }

    private static bool IsOfModule(string service, string file) => Regex.IsMatch(file, $@"^({service}Module(\.\w+)?|\w+Options)\.cs$");

    [GeneratedRegex(@"\.(?:Command|CreateCommand)\(\s*(?:\$?""|\))")]
    private static partial Regex Sql();

    [GeneratedRegex(@"using (Npgsql|Grpc|System\.Net|System\.IO)\b")]
    private static partial Regex InputOrOutput();

    [GeneratedRegex(@"class (\w+)(?:\([^{]*?\))?\s*:\s*(?:\w+, )*IEventHandler<")]
    private static partial Regex Handler();

    [GeneratedRegex(@"class (\w+)(?:\([^{]*?\))?\s*:\s*\w+\.\w+ServiceBase\b")]
    private static partial Regex GrpcService();
}
