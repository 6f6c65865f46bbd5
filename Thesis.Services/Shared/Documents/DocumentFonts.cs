using System.Reflection;
using SkiaSharp;

namespace Thesis.Services.Shared.Documents;

/// <summary>The fonts of documents: those in the program, and files of the operator's for further scripts.</summary>
internal static class DocumentFonts
{
    private const string Prefix = "Thesis.Services.Shared.Documents.Fonts.";

    private static readonly Lazy<IReadOnlyList<SKTypeface>> Embedded = new(Load);

    /// <summary>Latin, Greek and Cyrillic first, then the other scripts, then the given files; what is not a font is left out.</summary>
    public static IReadOnlyList<SKTypeface> With(IEnumerable<string> files) =>
        [.. Embedded.Value, .. files.Where(File.Exists).Select(file => SKTypeface.FromFile(file)).OfType<SKTypeface>()];

    private static IReadOnlyList<SKTypeface> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".ttf", StringComparison.Ordinal))
                .OrderBy(name => name != Prefix + "NotoSans-Regular.ttf")
                .ThenBy(name => name, StringComparer.Ordinal)
                .Select(name => SKTypeface.FromStream(assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing."))),
        ];
    }
}
