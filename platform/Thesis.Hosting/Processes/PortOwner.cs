using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Thesis.Hosting.Processes;

/// <summary>Finds out whether a loopback port is free, and who has it if not.</summary>
internal static class PortOwner
{
    private const string ListenState = "0A";

    public static bool IsFree(int port) =>
        IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port));

    /// <summary>Names the process that listens on a port: its id and command.</summary>
    public static string Describe(int port)
    {
        var inodes = Listeners("/proc/net/tcp", port).Concat(Listeners("/proc/net/tcp6", port))
            .Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        var owner = inodes.Count == 0 ? 0 : ProcessTable.All().FirstOrDefault(id => Holds(id, inodes));
        return owner == 0
            ? "a process that cannot be seen from here"
            : $"process {owner} ({ProcessTable.CommandLine(owner) ?? "gone meanwhile"})";
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

        // As servers do: connections of an earlier run that are still closing do not count.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException)
        {
            // No such address on this machine (no IPv6): nobody can have the port there.
            return true;
        }
    }

    private static IEnumerable<string> Listeners(string table, int port)
    {
        if (!File.Exists(table))
        {
            yield break;
        }

        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == ListenState && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            {
                yield return fields[9];
            }
        }
    }

    private static bool Holds(int processId, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{processId}/fd")
                .Any(fd => new FileInfo(fd).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to someone else.
            return false;
        }
    }
}
