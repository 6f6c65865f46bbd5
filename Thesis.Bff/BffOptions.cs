using System.ComponentModel.DataAnnotations;

namespace Thesis.Bff;

/// <summary>Settings of the BFF (section <c>Bff</c>), checked when it starts.</summary>
internal sealed class BffOptions
{
    public const string Section = "Bff";

    /// <summary>How long a session lives without use.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long a session lives however much it is used: then the person signs in again.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "90.00:00:00")]
    public TimeSpan SessionLongest { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Requests a second that one person (or, not signed in, one address) may make for long.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; init; } = 300;

    /// <summary>Requests that may come at once before that rate applies.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; init; } = 900;

    /// <summary>Sign-ins that one address may start in ten seconds.</summary>
    [Range(1, 100_000)]
    public int LoginsPerTenSeconds { get; init; } = 200;

    /// <summary>Calls of the API that may be under way at once in this process.</summary>
    [Range(1, 100_000)]
    public int RequestsAtOnce { get; init; } = 400;

    /// <summary>Places of drivers' own beside those.</summary>
    [Range(1, 100_000)]
    public int DriverRequestsAtOnce { get; init; } = 200;

    /// <summary>Folder of the built web shell; default: beside this project in the repository.</summary>
    public string? WebRoot { get; init; }

    /// <summary>Where map tiles come from, e.g. <c>https://tiles.example</c>; allowed by the content security policy. None by default.</summary>
    public string? TileOrigin { get; init; }
}
