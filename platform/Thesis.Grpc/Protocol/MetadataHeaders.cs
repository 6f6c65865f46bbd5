namespace Thesis.Grpc.Protocol;

/// <summary>Metadata to and from HTTP/2 headers: bytes travel as base64 without padding, and are read with or without.</summary>
internal static class MetadataHeaders
{
    public static string ToHeaderValue(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes).TrimEnd('=') : entry.Value;

    /// <summary>False for what a peer sent us outside printable ASCII, when a handler passes its failure on.</summary>
    public static bool CanSend(Metadata.Entry entry) => entry.IsBinary || !entry.Value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Adds one received header line, unless it belongs to the protocol or its base64 cannot be read.</summary>
    public static void AddReceived(Metadata metadata, string name, string value)
    {
        var key = name.ToLowerInvariant();
        if (key[0] == ':' || ProtocolHeaders.IsReserved(key))
        {
            return;
        }

        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.Received(key, value));
            return;
        }

        // Repeated binary values may have been joined with commas on the way; base64 has none.
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            var bytes = new byte[part.Length];
            var padded = part.TrimEnd('=');
            padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
            if (Convert.TryFromBase64String(padded, bytes, out var length))
            {
                metadata.Add(Metadata.Entry.Received(key, bytes[..length]));
            }
        }
    }
}
