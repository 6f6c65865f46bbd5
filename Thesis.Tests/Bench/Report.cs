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
    /// <summary>More for people, as Markdown, after the table of figures.</summary>
    public string Details { get; init; } = "";

    /// <summary>Arguments of the command after the name.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Drawings by file name, written beside the report.</summary>
    public IReadOnlyDictionary<string, string> Drawings { get; init; } = new Dictionary<string, string>();

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var text = ToMarkdown();
        Console.Write(text);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.md"), text);
        foreach (var (file, drawing) in Drawings)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), drawing);
        }
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
            .AppendLine(CultureInfo.InvariantCulture, $"Command: `./thesis bench {Name}{(Arguments == "" ? "" : " " + Arguments)}`. Machine: {Environment.ProcessorCount} cores, {Environment.OSVersion.VersionString}, .NET {Environment.Version}.")
            .AppendLine().AppendLine("| figure | value | target | holds |").AppendLine("| --- | --- | --- | --- |");
        foreach (var f in Figures)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {f.Name} | {f.Value:0.###} {f.Unit} | {(f.Better == "lower" ? "≤" : "≥")} {f.Target} | {(f.Holds ? "yes" : "no")} |");
        }
        if (Details != "")
        {
            text.AppendLine().AppendLine(Details.TrimEnd());
        }
        return text.ToString();
    }
}
