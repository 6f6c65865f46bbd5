using Microsoft.Net.Http.Headers;
using Thesis.ServiceDefaults;

namespace Thesis.Services.CsvImport;

/// <summary>Runs an import on a request's body and answers with its report.</summary>
public static class CsvUpload
{
    /// <summary>The largest file, bytes.</summary>
    public const long MostBytes = 50 * 1024 * 1024;

    /// <summary>How many users an import may share its rows among.</summary>
    public const int MostManagers = 200;

    public const string ContentType = "text/csv";

    public static async Task<IResult> RunAsync<TEntry>(
        HttpRequest request, string[] required, string[] optional, CsvImportRun<TEntry> import, CancellationToken cancellationToken)
    {
        if (!IsCsv(request.ContentType))
        {
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body is of a type that is not taken here.", "Send text/csv in UTF-8.");
        }

        try
        {
            await using var table = await CsvTable.OpenAsync(request.Body, required, optional, cancellationToken);
            return TypedResults.Ok(await import.RunAsync(table, cancellationToken));
        }
        catch (UnreadableTableException notATable)
        {
            return Problems.Validation("header", notATable.Message);
        }
    }

    private static bool IsCsv(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
