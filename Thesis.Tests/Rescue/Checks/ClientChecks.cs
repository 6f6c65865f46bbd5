using Thesis.Rescue.People;
using Thesis.Rescue.Report;
using Thesis.Rescue.Stages;

namespace Thesis.Rescue.Checks;

/// <summary>Whether every client saw every update of its topics, in order.</summary>
internal static class ClientChecks
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Crew crew, OrderBoard board, RescueEnvironment environment, CancellationToken cancel)
    {
        var faults = board.Disorders.ToList();
        foreach (var person in crew.Everybody)
        {
            if (person.Live.Failure is { } failure)
            {
                faults.Add($"{person.Login}: {failure}");
            }

            foreach (var (topic, log) in person.Live.Topics)
            {
                if (log.Fault() is { } fault)
                {
                    faults.Add($"{person.Login} on {topic}: {fault}");
                }
            }

            faults.AddRange(await MissedAtTheEndAsync(person, environment, cancel));
        }

        foreach (var fault in faults.Take(20))
        {
            Console.Error.WriteLine($"  client: {fault}");
        }

        return
        [
            Figure.Info("updates seen by clients", crew.Everybody.Sum(person => person.Live.Topics.Values.Sum(log => log.Count)), "messages"),
            Figure.Check("every client saw every update of its topics in order", faults.Count == 0),
        ];
    }

    // Joining anew tells each topic's last number: who saw fewer has missed the end.
    private static async Task<IReadOnlyList<string>> MissedAtTheEndAsync(Person person, RescueEnvironment environment, CancellationToken cancel)
    {
        await using var again = await person.OpenAnotherSocketAsync(environment, cancel);
        var missed = new List<string>();
        foreach (var (topic, log) in person.Live.Topics)
        {
            await again.SubscribeAsync(topic, cancel);
            var last = again.Topics[topic].JoinedAfter;
            if (log.JoinedAfter + log.Count < last)
            {
                missed.Add($"{person.Login} on {topic}: saw {log.Count} of {last - log.JoinedAfter} updates");
            }
        }

        return missed;
    }
}
