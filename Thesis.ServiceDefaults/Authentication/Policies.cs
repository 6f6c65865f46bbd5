namespace Thesis.ServiceDefaults;

/// <summary>
/// The authorization policies, for <c>RequireAuthorization(Policies.Donor)</c>. Administrators pass every human policy.
/// An endpoint without a policy is denied to everybody.
/// </summary>
public static class Policies
{
    /// <summary>Any signed-in user or service.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>A donor's people.</summary>
    public const string Donor = nameof(Donor);

    /// <summary>An NGO's people.</summary>
    public const string Ngo = nameof(Ngo);

    /// <summary>A driver.</summary>
    public const string Driver = nameof(Driver);

    /// <summary>A dispatcher: who watches over a region.</summary>
    public const string Dispatcher = nameof(Dispatcher);

    /// <summary>An administrator.</summary>
    public const string Admin = nameof(Admin);

    /// <summary>Another process of the system; no human passes.</summary>
    public const string Service = nameof(Service);
}

/// <summary>The values of the access token's <c>role</c> claim.</summary>
public static class Roles
{
    /// <summary>The claim's name.</summary>
    public const string ClaimType = "role";

    /// <summary>A donor's people.</summary>
    public const string Donor = "donor";

    /// <summary>An NGO's people.</summary>
    public const string Ngo = "ngo";

    /// <summary>A driver.</summary>
    public const string Driver = "driver";

    /// <summary>A dispatcher.</summary>
    public const string Dispatcher = "dispatcher";

    /// <summary>An administrator.</summary>
    public const string Admin = "admin";

    /// <summary>Another process of the system.</summary>
    public const string Service = "service";
}
