using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Thesis.ServiceDefaults;

/// <summary>Which node number this process puts into its ids.</summary>
internal static class IdNode
{
    /// <summary>
    /// The number of <c>Ids:Node</c>, 0 to 1,023, which a deployment assigns. Without it, a hash of the machine, the process
    /// and its start, which two processes share once in 1,024: then a repeated id fails on the table's primary key.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is not such a number.</exception>
    public static int From(IConfiguration configuration)
    {
        if (configuration["Ids:Node"] is not { Length: > 0 } text)
        {
            return FromProcess();
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var node) && node < 1 << IdGenerator.NodeBits
            ? node
            : throw new InvalidOperationException($"Ids:Node is '{text}'; it must be a whole number from 0 to 1023.");
    }

    private static int FromProcess()
    {
        var identity = $"{Environment.MachineName}/{Environment.ProcessId}/{Environment.TickCount64}/{DateTime.UtcNow.Ticks}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return BinaryPrimitives.ReadUInt16BigEndian(hash) & ((1 << IdGenerator.NodeBits) - 1);
    }
}
