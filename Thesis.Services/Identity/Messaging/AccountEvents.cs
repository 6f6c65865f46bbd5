using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Messaging;

/// <summary>What the rest of the system hears of accounts.</summary>
internal static class AccountEvents
{
    /// <summary>Sessions have ended: the front door forgets them, and live connections close.</summary>
    public static void PublishSignedOut(this CommandContext command, string account, IReadOnlyList<string> sessions)
    {
        if (sessions.Count > 0)
        {
            command.Publish(Topics.AccountSignedOut, SubjectKey.Of(account), new AccountSignedOut { UserId = account, SessionIds = { sessions } });
        }
    }
}
