using Thesis.ServiceDefaults;

namespace Thesis.Services.SetAside;

/// <summary>The ids of dead letters; each service counts its own.</summary>
public sealed class DeadLetterKind : IIdKind
{
    private DeadLetterKind() { }

    /// <inheritdoc/>
    public static string Prefix => "ltr";
}
