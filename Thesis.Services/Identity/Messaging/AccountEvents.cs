using System.Security.Cryptography;
using System.Text;
using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Messaging;

/// <summary>What the rest of the system hears of accounts.</summary>
internal static class AccountEvents
{
    /// <summary>A session has ended: the front door forgets it, and live connections close.</summary>
    /// <param name="session">Empty for all of the account.</param>
    public static void PublishSignedOut(this CommandContext command, string account, string session) =>
        command.Publish(Topics.AccountSignedOut, KeyOf(account), new AccountSignedOut { UserId = account, SessionId = session });

    /// <summary>Events of one account keep their order; its id is no number.</summary>
    private static long KeyOf(string account) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(account))) & long.MaxValue;
}
