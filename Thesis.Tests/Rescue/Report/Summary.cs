using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Thesis.Rescue.Report;

/// <summary>Shows the figures to a person, and writes them for programs.</summary>
internal static class Summary
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Print(IEnumerable<Figure> figures)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("figure", "value", "unit", "target", "holds");
        table.Columns[1].RightAligned();
        foreach (var figure in figures)
        {
            var target = figure.Target is { } t && figure.Unit != "bool" ? $"{(figure.Better == "higher" ? ">=" : "<=")} {t:0.###}" : "";
            var value = figure.Unit == "bool" ? (figure.Holds ? "yes" : "NO") : $"{figure.Value:#,0.###}";
            var holds = figure.Target is null ? "" : figure.Holds ? "[green]yes[/]" : "[red]NO[/]";
            table.AddRow(Markup.Escape(figure.Name), value, figure.Unit, target, holds);
        }

        AnsiConsole.Write(table);
    }

    public static void Write(string file, IReadOnlyList<Figure> figures)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".");
        File.WriteAllText(file, JsonSerializer.Serialize(figures, Json) + "\n");
    }
}
