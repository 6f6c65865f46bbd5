using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Domain;

/// <summary>The ids of membership requests.</summary>
internal sealed class MembershipKind : IIdKind
{
    private MembershipKind() { }

    public static string Prefix => "mem";
}
