using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Thesis.Bench;

/// <summary>One measured figure and what it is held to.</summary>
/// <param name="Better"><c>lower</c> or <c>higher</c>.</param>
internal sealed record Figure(string Name, double Value, string Unit, double Target, string Better)
{
    public bool Holds => Better == "lower" ? Value <= Target : Value >= Target;
}

/// <summary>What a benchmark measured: for people as Markdown, for programs as JSON.</summary>
internal sealed record Report(string Name, string About, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var text = ToMarkdown();
        Console.Write(text);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.md"), text);
        var figures = Figures.Select(f => new
        {
            figure = f.Name,
            value = Math.Round(f.Value, 3),
            unit = f.Unit,
            target = f.Target,
            better = f.Better,
            holds = f.Holds,
        });
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.json"), JsonSerializer.Serialize(figures, Indented) + "\n");
    }

    private string ToMarkdown()
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"# {Name}").AppendLine().AppendLine(About).AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"Command: `./thesis bench {Name}`. Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion.VersionString}, .NET {Environment.Version}.")
            .AppendLine().AppendLine("| figure | value | target | holds |").AppendLine("| --- | --- | --- | --- |");
        foreach (var f in Figures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {f.Name} | {f.Value:0.###} {f.Unit} | {(f.Better == "lower" ? "≤" : "≥")} {f.Target} | {(f.Holds ? "yes" : "no")} |");
        }
        return text.ToString();
    }
}
