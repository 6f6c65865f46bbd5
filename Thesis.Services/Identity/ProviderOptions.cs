using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Identity;

/// <summary>Settings of the OpenID provider (section <c>Identity</c>), checked when it starts.</summary>
internal sealed class ProviderOptions
{
    public const string Section = "Identity";

    /// <summary>The secret of the client <c>bff</c>, which signs people in.</summary>
    [Required, MinLength(16)]
    public string BffSecret { get; init; } = "";

    /// <summary>The secret of the client <c>services</c>, by which processes get tokens of their own.</summary>
    [Required, MinLength(16)]
    public string ServicesSecret { get; init; } = "";

    /// <summary>The password of the demo accounts; without it there are none.</summary>
    public string? DemoPassword { get; init; }

    /// <summary>How long an access token lives.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan AccessTokenLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a refresh token lives; each use gives a new one.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "90.00:00:00")]
    public TimeSpan RefreshTokenLife { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long a key signs or encrypts; the next one is published when a third of it is left. At least three lives of a refresh token.</summary>
    [Range(typeof(TimeSpan), "00:30:00", "1000.00:00:00")]
    public TimeSpan KeyLife { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Wrong passwords after which an account is locked.</summary>
    [Range(1, 1000)]
    public int LockoutAfter { get; init; } = 10;

    /// <summary>How long it stays locked the first time; each time twice as long as the time before, until its owner signs in.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LockoutFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that it stays locked: whoever guesses keeps the owner out, too.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan LockoutLongest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// A PKCS #12 file whose certificate protects the keys in the database; all replicas need the same. Without it who can
    /// read the database can read the keys.
    /// </summary>
    public string? KeyCertificate { get; init; }

    /// <summary>The file's password.</summary>
    public string? KeyCertificatePassword { get; init; }

    /// <summary>The work of one password hash: rounds of PBKDF2 with HMAC-SHA-512. A hash of fewer is renewed when its owner signs in.</summary>
    [Range(1_000, 10_000_000)]
    public int PasswordRounds { get; init; } = 210_000;

    /// <summary>The fewest characters of a password.</summary>
    [Range(8, 100)]
    public int LeastPassword { get; init; } = 10;

    /// <summary>Where this process reaches the front door, to tell it of sessions that have ended; without it they end there at the next refresh.</summary>
    public Uri? FrontDoor { get; init; }

    /// <summary>A file of passwords that nobody may take, one a line.</summary>
    public string? BreachedPasswords { get; init; }
}
