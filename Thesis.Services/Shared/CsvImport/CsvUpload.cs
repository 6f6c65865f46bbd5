using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.CsvImport;

/// <summary>Runs an import on a request's body and answers with its report.</summary>
public static class CsvUpload
{
    /// <summary>The largest file, bytes.</summary>
    public const long MostBytes = 50 * 1024 * 1024;

    /// <summary>How many users an import may share its rows among.</summary>
    public const int MostManagers = 200;

    public const string ContentType = "text/csv";

    /// <summary>What is smaller stays in memory; the rest goes to a temporary file, because the body is read twice.</summary>
    private const int MemoryBytes = 1024 * 1024;

    /// <param name="columns">Mappings "their header:our column"; what they leave open is guessed.</param>
    public static async Task<IResult> RunAsync<TEntry>(
        HttpRequest request, IReadOnlyList<ImportColumn> known, string[] columns, bool dryRun, CsvImportRun<TEntry> import, CancellationToken cancellationToken)
    {
        if (!IsCsv(request.ContentType))
        {
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body is of a type that is not taken here.", "Send text/csv.");
        }

        var mapping = columns.Select(pair => (Header: pair[..Math.Max(pair.LastIndexOf(':'), 0)].Trim(), Name: pair[(pair.LastIndexOf(':') + 1)..].Trim())).ToList();
        if (mapping.Exists(pair => pair.Header.Length == 0 || pair.Name.Length == 0))
        {
            return Problems.Validation("columns", "must be a column of the file and what it holds, like 'Agency:name'");
        }

        try
        {
            await using var file = new FileBufferingReadStream(request.Body, MemoryBytes, MostBytes, Path.GetTempPath());
            await file.DrainAsync(cancellationToken);
            file.Position = 0;
            var given = mapping.GroupBy(pair => pair.Header, StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Name, StringComparer.Ordinal);
            var table = await CsvTable.OpenAsync(file, known, given, cancellationToken);
            return TypedResults.Ok(await import.RunAsync(table, dryRun, cancellationToken));
        }
        catch (UnreadableTableException notATable)
        {
            return Problems.Validation("header", notATable.Message);
        }
    }

    private static bool IsCsv(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase);
}
