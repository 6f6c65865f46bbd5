using System.Globalization;

namespace Thesis.Redis;

/// <summary>Reads <c>host:port,key=value,…</c>. A value may hold <c>=</c> but no comma, as in StackExchange.Redis.</summary>
internal static class RedisConnectionString
{
    // Settings of StackExchange.Redis that have no counterpart here and change nothing about what a caller sees.
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "abortConnect", "allowAdmin", "connectRetry", "resolveDns", "protocol", "configCheckSeconds", "checkCertificateRevocation",
        "highIntegrity", "setlib",
    };

    public static RedisOptions Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var options = new RedisOptions();
        var hasEndpoint = false;
        foreach (var part in connectionString.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
            {
                options = With(options, part[..equals].Trim(), part[(equals + 1)..].Trim());
            }
            else if (hasEndpoint)
            {
                throw new FormatException("The Redis connection string names more than one endpoint; give one.");
            }
            else
            {
                options = WithEndpoint(options, part);
                hasEndpoint = true;
            }
        }

        return hasEndpoint ? options : throw new FormatException("The Redis connection string names no endpoint; begin it with host:port.");
    }

    private static RedisOptions WithEndpoint(RedisOptions options, string endpoint)
    {
        var colon = endpoint.LastIndexOf(':');
        if (colon < 0 || endpoint.EndsWith(']'))
        {
            return options with { Host = endpoint.Trim('[', ']') };
        }

        return int.TryParse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65_535 && colon > 0
            ? options with { Host = endpoint[..colon].Trim('[', ']'), Port = port }
            : throw new FormatException("The Redis connection string must begin with host:port, the port being 1 to 65535.");
    }

    private static RedisOptions With(RedisOptions options, string key, string value) => key.ToLowerInvariant() switch
    {
        "password" => options with { Password = value.Length == 0 ? null : value },
        "user" => options with { User = value.Length == 0 ? null : value },
        "ssl" => options with { Ssl = Boolean(key, value) },
        "sslhost" => options with { SslHost = value },
        "name" => options with { ClientName = value },
        "defaultdatabase" => options with { Database = Number(key, value) },
        "connecttimeout" => options with { ConnectTimeout = Milliseconds(key, value) },
        "asynctimeout" or "synctimeout" => options with { CommandTimeout = Milliseconds(key, value) },
        "keepalive" => options with { KeepAlive = TimeSpan.FromSeconds(Math.Max(1, Number(key, value))) },
        _ when Ignored.Contains(key) => options,
        _ => throw new FormatException($"The Redis connection string has an unknown setting '{key}'."),
    };

    private static bool Boolean(string key, string value) => bool.TryParse(value, out var result)
        ? result
        : throw new FormatException($"'{key}' in the Redis connection string must be true or false.");

    private static int Number(string key, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var result)
            ? result
            : throw new FormatException($"'{key}' in the Redis connection string must be a whole number.");

    private static TimeSpan Milliseconds(string key, string value) => Number(key, value) is var number and > 0
        ? TimeSpan.FromMilliseconds(number)
        : throw new FormatException($"'{key}' in the Redis connection string must be a number of milliseconds above 0.");
}
