namespace Thesis.Services.Orders.Domain;

/// <summary>As what somebody acts on an order.</summary>
public enum Party
{
    /// <summary>A manager of the donor.</summary>
    Donor,

    /// <summary>A manager of the receiving NGO.</summary>
    Ngo,

    /// <summary>The order's driver, or the driver who claims it.</summary>
    Driver,

    /// <summary>Dispatchers and administrators.</summary>
    Dispatcher,

    /// <summary>The service itself, when a time has come or the donation was withdrawn.</summary>
    Clock,
}

/// <summary>How parties are named in sentences and in the history.</summary>
public static class PartyNames
{
    public static string Name(this Party party) => party.ToString().ToLowerInvariant();

    public static string Spoken(this Party party) => party switch
    {
        Party.Donor => "the donor",
        Party.Ngo => "the receiving NGO",
        Party.Driver => "its driver",
        Party.Dispatcher => "a dispatcher",
        _ => "the system",
    };
}
