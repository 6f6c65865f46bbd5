using Thesis.ServiceDefaults;

namespace Thesis.Services.Chat.Domain;

/// <summary>The ids of reports.</summary>
public sealed class Report : IIdKind
{
    private Report() { }

    /// <inheritdoc/>
    public static string Prefix => "rpt";
}

/// <summary>The ids of sanctions.</summary>
public sealed class Sanction : IIdKind
{
    private Sanction() { }

    /// <inheritdoc/>
    public static string Prefix => "snc";
}
