using System.Text.RegularExpressions;

namespace Thesis.Services.Chat.Domain;

/// <summary>Links in texts.</summary>
public static partial class Links
{
    /// <summary>The first link that leads elsewhere than to the hosts and their subdomains; null when there is none.</summary>
    public static string? RefusedIn(string text, IReadOnlyList<string> hosts)
    {
        foreach (Match link in Link().Matches(text))
        {
            var host = link.Groups["host"].Value;
            if (!hosts.Any(known => host.Equals(known, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{known}", StringComparison.OrdinalIgnoreCase)))
            {
                return link.Value;
            }
        }

        return null;
    }

    // With a scheme or www in front anything is one; else names that end as sites do.
    [GeneratedRegex(
        @"(?:[a-z][a-z0-9+.\-]{1,20}://(?:[^\s/@]*@)?|\bwww\.)(?<host>[^\s/:?#\\]+)[^\s]*|\b(?<host>(?:[\p{L}\p{N}\-]+\.)+(?:com|net|org|info|biz|app|site|online|shop|store|top|xyz|club|link|click|live|io|co|me|ly|gl|gg|ru|cn|tk))\b[^\s]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
