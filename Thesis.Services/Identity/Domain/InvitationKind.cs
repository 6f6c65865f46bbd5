using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Domain;

/// <summary>The ids of invitations.</summary>
internal sealed class InvitationKind : IIdKind
{
    private InvitationKind() { }

    public static string Prefix => "inv";
}
