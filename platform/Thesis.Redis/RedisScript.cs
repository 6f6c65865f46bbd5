using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Thesis.Redis;

/// <summary>A Lua script. Make it once and keep it: it is sent by its SHA-1 and in full only to a server that does not know it yet.</summary>
public sealed class RedisScript
{
    public RedisScript(string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        Source = source;
        Sha1 = Digest(source);
    }

    public string Source { get; }

    /// <summary>40 lower-case hexadecimal digits, the server's name for the script.</summary>
    public string Sha1 { get; }

    [SuppressMessage("Security", "CA5350", Justification = "The protocol names scripts by SHA-1; nothing is secured by it.")]
    private static string Digest(string source) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(source)));
}
