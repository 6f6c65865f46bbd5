using System.Globalization;
using System.Text;

namespace Thesis.Bench.Engine;

/// <summary>Gaps over CPU time as an SVG, both axes logarithmic.</summary>
internal static class GapChart
{
    private const double Left = 70, Top = 40, Width = 620, Height = 340;
    private const double LeastSeconds = 0.1, MostSeconds = 100, LeastGap = 0.001, MostGap = 100;
    private static readonly string[] Colours = ["#0b7285", "#c92a2a", "#5f3dc4", "#2b8a3e", "#e67700", "#364fc7", "#a61e4d", "#087f5b", "#862e9c", "#495057"];

    public static string Draw(string title, IReadOnlyList<(string Name, IReadOnlyList<Moment> Curve)> curves)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 820 430\" font-family=\"sans-serif\" font-size=\"13\"><rect width=\"820\" height=\"430\" fill=\"#fff\"/>");
        Add(svg, $"<text x=\"{Left}\" y=\"24\" font-size=\"16\">{title}</text>");
        for (var seconds = LeastSeconds; seconds <= MostSeconds * 1.01; seconds *= 10)
        {
            Add(svg, $"<line x1=\"{X(seconds):0.0}\" y1=\"{Top}\" x2=\"{X(seconds):0.0}\" y2=\"{Top + Height}\" stroke=\"#dee2e6\"/><text x=\"{X(seconds):0.0}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{seconds:0.###} s</text>");
        }
        for (var gap = LeastGap; gap <= MostGap * 1.01; gap *= 10)
        {
            Add(svg, $"<line x1=\"{Left}\" y1=\"{Y(gap):0.0}\" x2=\"{Left + Width}\" y2=\"{Y(gap):0.0}\" stroke=\"#dee2e6\"/><text x=\"{Left - 8}\" y=\"{Y(gap) + 4:0.0}\" text-anchor=\"end\">{gap:0.###} %</text>");
        }
        for (var i = 0; i < curves.Count; i++)
        {
            var colour = Colours[i % Colours.Length];
            Add(svg, $"<path d=\"{Steps(curves[i].Curve)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            Add(svg, $"<rect x=\"{Left + Width + 14}\" y=\"{Top + 22 * i}\" width=\"14\" height=\"4\" fill=\"{colour}\"/><text x=\"{Left + Width + 34}\" y=\"{Top + 7 + 22 * i}\">{curves[i].Name}</text>");
        }
        Add(svg, $"<text x=\"{Left + Width / 2}\" y=\"418\" text-anchor=\"middle\">CPU time of the process, one thread</text></svg>\n");
        return svg.ToString();
    }

    /// <summary>A gap holds until the next improvement: steps, a few hundred at most.</summary>
    private static string Steps(IReadOnlyList<Moment> curve)
    {
        var path = new StringBuilder();
        (double X, double Y) last = (double.NegativeInfinity, 0);
        for (var i = 0; i < curve.Count; i++)
        {
            var (x, y) = (X(curve[i].CpuSeconds), Y(curve[i].GapPercent));
            if (x - last.X < 1 && i < curve.Count - 1 && Math.Abs(y - last.Y) < 1)
            {
                continue;
            }
            Add(path, path.Length == 0 ? (FormattableString)$"M{x:0.0} {y:0.0}" : $"H{x:0.0}V{y:0.0}");
            last = (x, y);
        }
        return path.ToString();
    }

    private static double X(double seconds) => Left + Width * Part(seconds, LeastSeconds, MostSeconds);

    private static double Y(double gap) => Top + Height * (1 - Part(gap, LeastGap, MostGap));

    private static double Part(double value, double least, double most) =>
        Math.Log(Math.Clamp(value, least, most) / least) / Math.Log(most / least);

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
