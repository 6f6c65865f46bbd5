using System.Buffers.Text;
using System.Collections.Frozen;

namespace Thesis.Redis;

/// <summary>
/// A command, encoded once and immutable; it can be sent any number of times. Commands that change the meaning of a connection
/// shared by many callers are refused when they are made.
/// </summary>
public sealed class RedisCommand
{
    private const string SharedConnection = "it would change a connection that many callers share";
    private const string Blocking = "it would hold up every caller of the shared connection";

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["SUBSCRIBE"] = "use SubscribeAsync",
        ["SSUBSCRIBE"] = "use SubscribeAsync",
        ["PSUBSCRIBE"] = "pattern subscriptions are not supported",
        ["UNSUBSCRIBE"] = "dispose the subscription",
        ["SUNSUBSCRIBE"] = "dispose the subscription",
        ["PUNSUBSCRIBE"] = "pattern subscriptions are not supported",
        ["MULTI"] = "use a script: other callers' commands would fall into the transaction",
        ["EXEC"] = "use a script: other callers' commands would fall into the transaction",
        ["DISCARD"] = "use a script: other callers' commands would fall into the transaction",
        ["WATCH"] = "use a script: other callers' commands would fall into the transaction",
        ["UNWATCH"] = "use a script: other callers' commands would fall into the transaction",
        ["HELLO"] = SharedConnection,
        ["AUTH"] = SharedConnection,
        ["SELECT"] = SharedConnection,
        ["RESET"] = SharedConnection,
        ["QUIT"] = SharedConnection,
        ["MONITOR"] = SharedConnection,
        ["SYNC"] = SharedConnection,
        ["PSYNC"] = SharedConnection,
        ["CLIENT REPLY"] = SharedConnection,
        ["CLIENT TRACKING"] = SharedConnection,
        ["BLPOP"] = Blocking,
        ["BRPOP"] = Blocking,
        ["BLMOVE"] = Blocking,
        ["BRPOPLPUSH"] = Blocking,
        ["BLMPOP"] = Blocking,
        ["BZPOPMIN"] = Blocking,
        ["BZPOPMAX"] = Blocking,
        ["BZMPOP"] = Blocking,
        ["WAIT"] = Blocking,
        ["WAITAOF"] = Blocking,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private RedisCommand(string name, byte[] encoded)
    {
        Name = name;
        Encoded = encoded;
    }

    /// <summary>The command's words in upper case, without arguments: <c>GET</c>, <c>CLIENT LIST</c>. Safe to log.</summary>
    public string Name { get; }

    internal byte[] Encoded { get; }

    /// <param name="name">One or more words, such as <c>GET</c> or <c>CLIENT LIST</c>.</param>
    /// <param name="arguments">Keys and values, in the server's order. Copied.</param>
    /// <exception cref="ArgumentException">The name is empty or the command cannot be used on a shared connection.</exception>
    public static RedisCommand Of(string name, params ReadOnlySpan<RedisArgument> arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ThrowIfRefused(name, arguments);
        return Unchecked(name, arguments);
    }

    public override string ToString() => Name;

    internal static RedisCommand Unchecked(string name, params ReadOnlySpan<RedisArgument> arguments)
    {
        var words = name.Contains(' ', StringComparison.Ordinal) ? name.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [name];
        return new RedisCommand(name.ToUpperInvariant(), Encode(words, arguments));
    }

    private static void ThrowIfRefused(string name, ReadOnlySpan<RedisArgument> arguments)
    {
        if (Refused.TryGetValue(name, out var reason))
        {
            throw new ArgumentException($"{name} cannot be sent on this connection: {reason}.", nameof(name));
        }

        // The subcommand may come as an argument, and streams block only when asked to.
        if (name.Equals("CLIENT", StringComparison.OrdinalIgnoreCase) && arguments.Length > 0)
        {
            ThrowIfRefused($"CLIENT {Word(arguments[0])}", []);
        }

        if (name.Equals("XREAD", StringComparison.OrdinalIgnoreCase) || name.Equals("XREADGROUP", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var argument in arguments)
            {
                if (Word(argument).Equals("STREAMS", StringComparison.OrdinalIgnoreCase))
                {
                    return;
                }

                if (Word(argument).Equals("BLOCK", StringComparison.OrdinalIgnoreCase))
                {
                    throw new ArgumentException($"{name} with BLOCK cannot be sent on this connection: {Blocking}.", nameof(name));
                }
            }
        }
    }

    private static string Word(RedisArgument argument)
    {
        var length = argument.ByteCount;
        if (length > 16)
        {
            return "";
        }

        Span<byte> bytes = stackalloc byte[16];
        return System.Text.Encoding.UTF8.GetString(bytes[..argument.CopyTo(bytes)]);
    }

    private static byte[] Encode(ReadOnlySpan<string> words, ReadOnlySpan<RedisArgument> arguments)
    {
        var count = words.Length + arguments.Length;
        long length = 1 + RedisArgument.DigitCount(count) + 2;
        foreach (RedisArgument word in words)
        {
            length += EncodedLength(word);
        }

        foreach (var argument in arguments)
        {
            length += EncodedLength(argument);
        }

        var encoded = new byte[checked((int)length)];
        var rest = WriteHeader(encoded, (byte)'*', count);
        foreach (RedisArgument word in words)
        {
            rest = WriteArgument(rest, word);
        }

        foreach (var argument in arguments)
        {
            rest = WriteArgument(rest, argument);
        }

        return encoded;
    }

    private static long EncodedLength(RedisArgument argument)
    {
        var length = argument.ByteCount;
        return 1 + RedisArgument.DigitCount(length) + 2 + (long)length + 2;
    }

    private static Span<byte> WriteArgument(Span<byte> destination, RedisArgument argument)
    {
        destination = WriteHeader(destination, (byte)'$', argument.ByteCount);
        destination = destination[argument.CopyTo(destination)..];
        "\r\n"u8.CopyTo(destination);
        return destination[2..];
    }

    private static Span<byte> WriteHeader(Span<byte> destination, byte marker, int number)
    {
        destination[0] = marker;
        _ = Utf8Formatter.TryFormat(number, destination[1..], out var written);
        "\r\n"u8.CopyTo(destination[(1 + written)..]);
        return destination[(written + 3)..];
    }
}
