using System.Net;
using Thesis.Services.Donors.Api;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donors;

/// <summary>Donors for tests.</summary>
public static class DonorScenes
{
    private static int count;

    /// <summary>A request for a donor that no other test has.</summary>
    public static Dictionary<string, object?> Request(string region = "los-angeles") => new()
    {
        ["name"] = $"Market {Interlocked.Increment(ref count)}",
        ["kind"] = "supermarket",
        ["place"] = new Dictionary<string, object?> { ["latitude"] = 34.05, ["longitude"] = -118.25, ["address"] = "1 Main St", ["region"] = region },
        ["openingHours"] = "Mon 08:00-23:00",
    };

    /// <summary>A verified donor with these managers, made by a dispatcher.</summary>
    public static Task<DonorResponse> CreateDonorAsync(this ServicesHost host, string[] managers, string region = "los-angeles")
    {
        var request = Request(region);
        request["managers"] = managers;
        return host.AsDispatcher().PostCommandAsync("/api/v1/donors", request).ReadAsync<DonorResponse>(HttpStatusCode.Created);
    }
}
