using System.Text.Json;
using Thesis.Rescue.People;
using Thesis.Rescue.Report;

namespace Thesis.Rescue.Stages;

/// <summary>Asks as a dispatcher why food went where it went and what kept NGOs and donations from more, and shows some of it.</summary>
internal static class ExplainStage
{
    private const int MostLots = 2, MostShortfalls = 2, MostRunsLookedAt = 20;

    /// <summary>Prints explanations of the run with the most lots.</summary>
    /// <returns>A check that both kinds are served.</returns>
    public static async Task<Figure> RunAsync(Person dispatcher, string region, CancellationToken cancel)
    {
        var runs = await dispatcher.GetAsync($"/api/v1/allocation-runs?region={region}&status=completed&pageSize={MostRunsLookedAt}", cancel);
        var run = Items(runs).OrderByDescending(r => r.GetProperty("lots").GetInt32()).FirstOrDefault();
        if (run.ValueKind == JsonValueKind.Undefined)
        {
            return Figure.Check("allocations and shortfalls are explained", false);
        }

        var path = $"/api/v1/allocation-runs/{run.GetProperty("id").GetString()}";
        var lots = Items(await dispatcher.GetAsync($"{path}/allocations?pageSize={MostLots}", cancel));
        Console.WriteLine($"- why, by the run with the most lots ({run.GetProperty("lots")} lots, strategy {run.GetProperty("strategyVersion").GetString()})");
        foreach (var lot in lots)
        {
            Console.WriteLine($"    {lot.GetProperty("kg")} kg of {lot.GetProperty("donationTitle").GetString()}: {Sentences(lot.GetProperty("explanation"))}");
        }

        var shortfalls = 0;
        foreach (var subject in (string[])["ngo", "donation"])
        {
            foreach (var shortfall in Items(await dispatcher.GetAsync($"{path}/explanations?subject={subject}&pageSize={MostShortfalls}", cancel)))
            {
                Console.WriteLine($"    {Sentences(shortfall)}");
                shortfalls++;
            }
        }

        return Figure.Check("allocations and shortfalls are explained", lots.Length > 0 && shortfalls > 0);
    }

    private static JsonElement[] Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    private static string Sentences(JsonElement explained) =>
        string.Join(' ', explained.GetProperty("why").EnumerateArray().Select(sentence => sentence.GetString()));
}
