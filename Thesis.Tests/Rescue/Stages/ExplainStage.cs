using System.Text.Json;
using Thesis.Rescue.People;
using Thesis.Rescue.Report;

namespace Thesis.Rescue.Stages;

/// <summary>Asks as a dispatcher why food went where it went and what kept NGOs and donations from more, and shows some of it.</summary>
internal static class ExplainStage
{
    private const int MostLots = 2, MostShortfalls = 2, MostShortfallsLookedAt = 20, MostRunsLookedAt = 20;

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
        var placed = run.GetProperty("lots").GetInt32();
        Console.WriteLine(placed > 0
            ? $"- why, by the run with the most lots ({placed} lots, strategy {run.GetProperty("strategyVersion").GetString()})"
            : "- why nothing was placed: the region's day is used up (another --seed or --region has a day of its own)");
        foreach (var lot in lots)
        {
            Console.WriteLine($"    {lot.GetProperty("kg")} kg of {lot.GetProperty("donationTitle").GetString()}: {Sentences(lot.GetProperty("explanation"))}");
        }

        var shortfalls = 0;
        foreach (var subject in (string[])["ngo", "donation"])
        {
            var answer = await dispatcher.GetAsync($"{path}/explanations?subject={subject}&pageSize={MostShortfallsLookedAt}", cancel);
            // A donor may offer the same twice: for the reader once is enough.
            foreach (var sentences in Items(answer).Select(Sentences).Distinct().Take(MostShortfalls))
            {
                Console.WriteLine($"    {sentences}");
                shortfalls++;
            }
        }

        return Figure.Check("allocations and shortfalls are explained", (lots.Length > 0 || placed == 0) && shortfalls > 0);
    }

    private static JsonElement[] Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    private static string Sentences(JsonElement explained) =>
        string.Join(' ', explained.GetProperty("why").EnumerateArray().Select(sentence => sentence.GetString()));
}
