using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Api;

/// <summary>The query of impact figures, as stated.</summary>
internal sealed record ImpactParameters(
    string? Period, string? GroupBy, string? Region, Id<Kinds.Donor>? DonorId, Id<Kinds.Ngo>? NgoId, DateOnly? From, DateOnly? Until)
{
    private const int MostYears = 20;

    private static readonly string[] s_periods = ["day", "month", "year"];
    private static readonly string[] s_groups = ["donor", "ngo", "region", "donation"];

    /// <summary>Notes what is wrong with the query.</summary>
    public ImpactFilter Validate(Validation validation, DateOnly today)
    {
        validation.Require(Period is null || s_periods.Contains(Period), "period", $"must be one of {string.Join(", ", s_periods)}");
        validation.Require(GroupBy is null || s_groups.Contains(GroupBy), "groupBy", $"must be one of {string.Join(", ", s_groups)}");
        validation.Require(Region is null || Place.IsRegion(Region), "region", Place.RegionForm);
        var until = Until ?? today;
        validation.Require(until.Year is >= 2000 and <= 2200, "until", "must be a day from 2000 to 2200");
        var from = From ?? until.AddYears(until.Year > 1 ? -1 : 0);
        validation.Require(from <= until && from >= until.AddDays(-Math.Min(366 * MostYears, until.DayNumber)), "from", $"must not be after until, nor more than {MostYears} years before it");
        return new ImpactFilter(Period ?? "month", GroupBy ?? "region", Region, DonorId?.Value, NgoId?.Value, from, until);
    }
}

/// <summary>Impact: kg, meals and CO2e of what was delivered, by donor, NGO, region or donation, and by day, month or year.</summary>
public static class ImpactEndpoints
{
    /// <param name="period">day, month or year; month when absent.</param>
    /// <param name="groupBy">donor, ngo, region or donation; region when absent. By donation it is a receipt.</param>
    /// <param name="region">Only this region.</param>
    /// <param name="donorId">Only this donor.</param>
    /// <param name="ngoId">Only this NGO.</param>
    /// <param name="from">The first day; a year before the last when absent.</param>
    /// <param name="until">The last day; today when absent.</param>
    public static async Task<Results<Ok<ImpactResponse>, ProblemHttpResult>> GetAsync(
        ImpactQuery query, ClaimsPrincipal user, TimeProvider time, CancellationToken cancellationToken,
        string? period = null, string? groupBy = null, string? region = null, Id<Kinds.Donor>? donorId = null, Id<Kinds.Ngo>? ngoId = null,
        DateOnly? from = null, DateOnly? until = null)
    {
        var parameters = new ImpactParameters(period, groupBy, region, donorId, ngoId, from, until);
        var (impact, problem) = await FindAsync(parameters, query, user, time, cancellationToken);
        return impact is null ? problem : TypedResults.Ok(impact);
    }

    /// <param name="period">day, month or year; month when absent.</param>
    /// <param name="groupBy">donor, ngo, region or donation; region when absent. By donation it is a receipt.</param>
    /// <param name="region">Only this region.</param>
    /// <param name="donorId">Only this donor.</param>
    /// <param name="ngoId">Only this NGO.</param>
    /// <param name="from">The first day; a year before the last when absent.</param>
    /// <param name="until">The last day; today when absent.</param>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetCsvAsync(
        ImpactQuery query, ClaimsPrincipal user, TimeProvider time, HttpResponse response, CancellationToken cancellationToken,
        string? period = null, string? groupBy = null, string? region = null, Id<Kinds.Donor>? donorId = null, Id<Kinds.Ngo>? ngoId = null,
        DateOnly? from = null, DateOnly? until = null)
    {
        var parameters = new ImpactParameters(period, groupBy, region, donorId, ngoId, from, until);
        var (impact, problem) = await FindAsync(parameters, query, user, time, cancellationToken);
        if (impact is null)
        {
            return problem;
        }

        var csv = new StringBuilder("period_start,id,name,region,deliveries,kg,meals,co2e_kg,value,currency\r\n");
        foreach (var item in impact.Items)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{item.PeriodStart:yyyy-MM-dd},{item.Id},{CsvText.Quote(item.Name)},{item.Region},{item.Deliveries},{item.Kg:0.000},{item.Meals},{item.Co2eKg:0.0},{item.Value:0.00},{item.Currency}\r\n");
        }

        response.Headers.ContentDisposition = $"attachment; filename=\"impact-{impact.From:yyyy-MM-dd}-{impact.Until:yyyy-MM-dd}.csv\"";
        return TypedResults.Text(csv.ToString(), "text/csv; charset=utf-8", Encoding.UTF8);
    }

    private static async Task<(ImpactResponse? Impact, ProblemHttpResult Problem)> FindAsync(
        ImpactParameters parameters, ImpactQuery query, ClaimsPrincipal user, TimeProvider time, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var filter = parameters.Validate(validation, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return validation.Problem is { } problem
            ? (null, problem)
            : (ImpactResponse.Of(filter, await query.ListAsync(Actor.FromUser(user), filter, cancellationToken)), Problems.NotFound("impact", ""));
    }
}
