using System.Globalization;
using System.Text;

namespace Thesis.Bench.AppHost;

/// <summary>A start as a picture: a bar for each resource, from its process's start until it was healthy.</summary>
internal static class Timeline
{
    private const int RowHeight = 22;
    private const int LabelWidth = 130;
    private const int ChartWidth = 620;

    public static string Svg(string title, double dashboardAt_s, IReadOnlyList<ResourceTimes> resources)
    {
        var rows = Rows(dashboardAt_s, resources);
        var end_s = Math.Max(1, Math.Ceiling(rows.Max(r => r.End_s)));
        double X(double second) => LabelWidth + second / end_s * ChartWidth;
        var height = (rows.Count + 2) * RowHeight;
        var svg = new StringBuilder().AppendLine(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{LabelWidth + ChartWidth + 60}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\"><title>{title}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        for (var second = 0; second <= end_s; second++)
        {
            svg.AppendLine(CultureInfo.InvariantCulture,
                $"<line x1=\"{X(second):0.#}\" y1=\"{RowHeight}\" x2=\"{X(second):0.#}\" y2=\"{height - RowHeight}\" stroke=\"#ddd\"/><text x=\"{X(second):0.#}\" y=\"{height - 6}\" text-anchor=\"middle\" fill=\"#555\">{second} s</text>");
        }

        foreach (var (row, i) in rows.Select((r, i) => (r, i)))
        {
            var y = (i + 1) * RowHeight;
            svg.AppendLine(CultureInfo.InvariantCulture,
                $"<text x=\"{LabelWidth - 8}\" y=\"{y + 15}\" text-anchor=\"end\" fill=\"#222\">{row.Name}</text><rect x=\"{X(row.Start_s):0.#}\" y=\"{y + 3}\" width=\"{Math.Max(2, X(row.End_s) - X(row.Start_s)):0.#}\" height=\"{RowHeight - 6}\" rx=\"2\" fill=\"#2f6f4f\"/><text x=\"{X(row.End_s) + 4:0.#}\" y=\"{y + 15}\" fill=\"#555\">{row.End_s:0.0}</text>");
        }

        return svg.AppendLine("</svg>").ToString();
    }

    public static string Table(double dashboardAt_s, IReadOnlyList<ResourceTimes> resources)
    {
        var text = new StringBuilder().AppendLine("| resource | process started, s | healthy, s |").AppendLine("| --- | --- | --- |");
        foreach (var row in Rows(dashboardAt_s, resources))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Name} | {row.Start_s:0.00} | {row.End_s:0.00} |");
        }

        return text.ToString();
    }

    private static List<(string Name, double Start_s, double End_s)> Rows(double dashboardAt_s, IReadOnlyList<ResourceTimes> resources) =>
    [
        ("dashboard", 0, dashboardAt_s),
        .. resources.Where(r => r is { StartedAt_s: not null, HealthyAt_s: not null })
            .Select(r => (r.Name, r.StartedAt_s ?? 0, r.HealthyAt_s ?? 0)).OrderBy(r => r.Item2).ThenBy(r => r.Item3),
    ];
}
