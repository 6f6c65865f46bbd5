namespace Thesis.Rescue.People;

/// <summary>Everybody who takes part in the day, signed in and listening.</summary>
internal sealed class Crew : IAsyncDisposable
{
    private const int Donors = 8;
    private const int Ngos = 8;
    private const int Drivers = 16;
    private const int SignInsAtOnce = 4;

    private Crew(Person dispatcher, IReadOnlyList<Person> donors, IReadOnlyList<Person> ngos, IReadOnlyList<Person> drivers)
    {
        Dispatcher = dispatcher;
        DonorManagers = donors;
        NgoManagers = ngos;
        DriverPeople = drivers;
    }

    public Person Dispatcher { get; }

    public IReadOnlyList<Person> DonorManagers { get; }

    public IReadOnlyList<Person> NgoManagers { get; }

    public IReadOnlyList<Person> DriverPeople { get; }

    public IEnumerable<Person> Everybody => [Dispatcher, .. DonorManagers, .. NgoManagers, .. DriverPeople];

    public static async Task<Crew> SignInAsync(RescueEnvironment environment, string region, CancellationToken cancel)
    {
        string[] logins = ["dispatcher", .. Named("donor", Donors), .. Named("ngo", Ngos), .. Named("driver", Drivers)];
        var people = new Person[logins.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, logins.Length),
            new ParallelOptions { MaxDegreeOfParallelism = SignInsAtOnce, CancellationToken = cancel },
            async (i, stop) => people[i] = await Person.SignInAsync(logins[i], environment, stop));
        var crew = new Crew(people[0], people[1..(1 + Donors)], people[(1 + Donors)..(1 + Donors + Ngos)], people[(1 + Donors + Ngos)..]);
        await crew.Dispatcher.Live.SubscribeAsync($"region:{region}", cancel);
        return crew;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in Everybody)
        {
            await person.DisposeAsync();
        }
    }

    private static IEnumerable<string> Named(string role, int count) => Enumerable.Range(1, count).Select(i => $"{role}{i}");
}
