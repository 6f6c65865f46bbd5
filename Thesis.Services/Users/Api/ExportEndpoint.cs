using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.Contracts.Accounts.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Users.Data;

namespace Thesis.Services.Users.Api;

/// <summary>What somebody has asked to take part as.</summary>
public sealed record ExportedMembership(
    string Role, string Organisation, string Region, string Phone, string Statement, string Status, DateTimeOffset CreatedAt);

/// <summary>A person's account, without its secrets.</summary>
public sealed record ExportedAccount(
    string UserId, string Name, string Email, bool EmailConfirmed, IReadOnlyList<string> Roles, IReadOnlyList<string> Phones, IReadOnlyList<ExportedMembership> Memberships)
{
    public static ExportedAccount Of(string userId, GetAccountResponse account) => new(
        userId, account.Name, account.Email, account.EmailConfirmed, [.. account.Roles], [.. account.Phones],
        [.. account.Memberships.Select(one => new ExportedMembership(
            one.Role, one.Organisation, one.Region, one.Phone, one.Statement, one.Status, DateTimeOffset.FromUnixTimeMilliseconds(one.CreatedEpochMs)))]);
}

/// <summary>A person as a driver.</summary>
public sealed record ExportedDriver(Id<Kinds.Driver> Id, string Name, string Vehicle, string Region, decimal CapacityKg, string Cooling, bool OnShift)
{
    public static ExportedDriver? Of(DriverSnapshot? driver) => driver is null ? null : new(
        new(driver.Id), driver.Name, driver.Vehicle, driver.Region, Kilograms.FromGrams(driver.CapacityGrams), driver.Cooling, driver.OnShift);
}

/// <summary>What is kept of a person: by the identity, users and drivers services.</summary>
/// <param name="ExportedAt">When it was read.</param>
/// <param name="Driver">Null for who is no driver.</param>
/// <param name="Elsewhere">Where the person reads what else names them: each is a request of the same interface.</param>
public sealed record UserExport(
    DateTimeOffset ExportedAt, ExportedAccount Account, ProfileResponse Profile, NotificationPreferencesResponse NotificationPreferences,
    IReadOnlyList<ConsentResponse> Consents, ExportedDriver? Driver, IReadOnlyList<string> Elsewhere);

/// <summary>Data export.</summary>
public static class ExportEndpoint
{
    private static readonly string[] s_elsewhere =
    [
        "/api/v1/donors?mine=true", "/api/v1/ngos?mine=true", "/api/v1/donations?mine=true", "/api/v1/orders", "/api/v1/notifications", "/api/v1/calendars",
    ];

    public static async Task<Ok<UserExport>> GetAsync(
        ProfileStore profiles, PreferenceStore preferences, ConsentStore consents, AccountsService.AccountsServiceClient accounts,
        DriversService.DriversServiceClient drivers, ClaimsPrincipal user, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var subject = Actor.FromUser(user).Subject;
        var profile = await profiles.FindAsync(subject, cancellationToken);
        var stated = await preferences.FindAllAsync([subject], cancellationToken);
        var account = await accounts.GetAccountAsync(new GetAccountRequest { UserId = subject }, cancellationToken: cancellationToken);
        var driver = await drivers.GetDriverOfUserAsync(new GetDriverOfUserRequest { UserId = subject }, cancellationToken: cancellationToken);
        var decided = await consents.ListAsync(subject, cancellationToken);
        response.Headers.ContentDisposition = "attachment; filename=\"thesis-data.json\"";
        return TypedResults.Ok(new UserExport(
            time.GetUtcNow(),
            ExportedAccount.Of(subject, account),
            ProfileResponse.Of(profile),
            NotificationPreferencesResponse.Of(profile.Version, stated[subject]),
            [.. decided.Select(ConsentResponse.Of)],
            ExportedDriver.Of(driver.Driver),
            s_elsewhere));
    }
}
