using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Api;

/// <summary>Receipts of donors, and reports of NGOs and regions, as JSON, CSV or PDF.</summary>
public static class StatementEndpoints
{
    private static readonly string[] s_formats = ["json", "csv", "pdf"];

    /// <param name="donorId">Whose receipt; left out where donationId is given.</param>
    /// <param name="donationId">The receipt of this donation alone; needs no period.</param>
    /// <param name="period">A year, a month or a day of the donor's region, e.g. "2026-11".</param>
    /// <param name="format">json, csv or pdf; what Accept asks for when absent.</param>
    public static async Task<Results<Ok<StatementResponse>, FileContentHttpResult, ProblemHttpResult>> GetReceiptAsync(
        StatementQuery query, IOptions<DonationsOptions> options, ClaimsPrincipal user, TimeProvider time, HttpRequest request, CancellationToken cancellationToken,
        Id<Kinds.Donor>? donorId = null, Id<Kinds.Donation>? donationId = null, string? period = null, string? format = null)
    {
        var validation = new Validation();
        var days = donationId is null ? RequirePeriod(validation, period) : null;
        validation.Require((donorId is null) != (donationId is null), "donorId", "is required, or donationId in its place");
        var wanted = FormatOf(validation, format, request);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var reader = Actor.FromUser(user);
        if (donationId is { } donation)
        {
            return await query.FindDonorOfAsync(reader, donation.Value, cancellationToken) is var (of, day)
                ? await AnswerAsync(query, of, donation.Value, new StatementPeriod(day.AddDays(-1), Today(time).AddDays(1)), wanted, options.Value, time, cancellationToken)
                : Problems.NotFound(donation);
        }

        var id = donorId ?? default;
        return await query.FindDonorAsync(reader, id.Value, cancellationToken) is { } donor
            ? await AnswerAsync(query, donor, null, days, wanted, options.Value, time, cancellationToken)
            : Problems.NotFound(id);
    }

    /// <param name="ngoId">Whose report; left out where region is given.</param>
    /// <param name="region">The report of this region, by NGO; for dispatchers.</param>
    /// <param name="period">A year, a month or a day of the region, e.g. "2026-11".</param>
    /// <param name="format">json, csv or pdf; what Accept asks for when absent.</param>
    public static async Task<Results<Ok<StatementResponse>, FileContentHttpResult, ProblemHttpResult>> GetReportAsync(
        StatementQuery query, IOptions<DonationsOptions> options, ClaimsPrincipal user, TimeProvider time, HttpRequest request, CancellationToken cancellationToken,
        Id<Kinds.Ngo>? ngoId = null, string? region = null, string? period = null, string? format = null)
    {
        var validation = new Validation();
        var days = RequirePeriod(validation, period);
        validation.Require((ngoId is null) != (region is null), "ngoId", "is required, or region in its place");
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        var wanted = FormatOf(validation, format, request);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var reader = Actor.FromUser(user);
        if (region is not null)
        {
            return DonationRights.IsOperator(reader)
                ? await AnswerAsync(query, await query.FindRegionAsync(region, cancellationToken), null, days, wanted, options.Value, time, cancellationToken)
                : Problems.Forbidden("Only dispatchers and administrators may read a region's report.");
        }

        var id = ngoId ?? default;
        return await query.FindNgoAsync(reader, id.Value, cancellationToken) is { } ngo
            ? await AnswerAsync(query, ngo, null, days, wanted, options.Value, time, cancellationToken)
            : Problems.NotFound(id);
    }

    private static async Task<Results<Ok<StatementResponse>, FileContentHttpResult, ProblemHttpResult>> AnswerAsync(
        StatementQuery query, StatementParty party, long? donationId, StatementPeriod? days, string format, DonationsOptions options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (from, until) = days ?? throw new InvalidOperationException("A statement has no period.");
        var lines = await query.LinesAsync(party, donationId, from, until, cancellationToken);
        if (lines.Count > StatementQuery.MostLines)
        {
            return Problems.Validation("period", $"holds more than {StatementQuery.MostLines} deliveries, too many for one document; ask for its months or days");
        }

        if (donationId is not null && lines.Count > 0)
        {
            (from, until) = (lines.Min(line => line.Day) ?? from, lines.Max(line => line.Day) ?? until);
        }

        var statement = StatementResponse.Of(new Statement(party, from, until, time.GetUtcNow(), lines), options.Values);
        var file = $"{statement.Number}.{format}";
        return format switch
        {
            "csv" => TypedResults.File(Encoding.UTF8.GetBytes(StatementFiles.ToCsv(statement)), "text/csv; charset=utf-8", file),
            "pdf" => TypedResults.File(StatementFiles.ToPdf(statement, party.Address, options.ReceiptFonts), "application/pdf", file),
            _ => TypedResults.Ok(statement),
        };
    }

    private static StatementPeriod? RequirePeriod(Validation validation, string? period)
    {
        var days = StatementPeriod.Parse(period);
        validation.Require(days is not null, "period", StatementPeriod.Form);
        return days;
    }

    private static string FormatOf(Validation validation, string? format, HttpRequest request)
    {
        validation.Require(format is null || s_formats.Contains(format), "format", $"must be one of {string.Join(", ", s_formats)}");
        var accept = request.Headers.Accept.ToString();
        return format
            ?? (accept.Contains("application/pdf", StringComparison.OrdinalIgnoreCase) ? "pdf"
            : accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) ? "csv"
            : "json");
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
