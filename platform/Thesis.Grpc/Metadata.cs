using System.Collections;
using System.Text;

namespace Thesis.Grpc;

/// <summary>
/// Names and values that travel with a call as HTTP/2 headers or trailers. Names are lower-case; a name that ends in
/// <c>-bin</c> holds bytes, any other printable ASCII. A name may occur more than once; order is kept.
/// </summary>
public sealed class Metadata : IReadOnlyList<Metadata.Entry>
{
    /// <summary>The ending of the names whose values are bytes.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    private readonly List<Entry> _entries = [];

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public Entry this[int index] => _entries[index];

    /// <summary>Adds a text value.</summary>
    /// <exception cref="ArgumentException">The name or the value cannot be sent, or the name belongs to the protocol.</exception>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds bytes under a name that ends in <c>-bin</c>.</summary>
    /// <exception cref="ArgumentException">The name cannot hold bytes, or belongs to the protocol.</exception>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <summary>Adds an entry.</summary>
    public void Add(Entry item) => _entries.Add(item);

    /// <summary>The last entry of that name, or null.</summary>
    public Entry? Get(string key) => _entries.FindLast(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text of the last entry of that name, or null.</summary>
    /// <exception cref="InvalidOperationException">The entry holds bytes.</exception>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The bytes of the last entry of that name, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>Every entry of that name, in order.</summary>
    public IEnumerable<Entry> GetAll(string key) =>
        _entries.Where(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One name with one value.</summary>
    public sealed class Entry
    {
        private readonly byte[]? _bytes;
        private readonly string? _text;

        /// <summary>A text entry.</summary>
        public Entry(string key, string value)
        {
            Key = CheckedKey(key);
            if (IsBinary)
            {
                throw new ArgumentException($"'{key}' ends in '{BinaryHeaderSuffix}', so its value must be bytes.", nameof(value));
            }

            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new ArgumentException(
                    $"The value of '{key}' is not printable ASCII; use a name ending in '{BinaryHeaderSuffix}'.", nameof(value));
            }

            _text = value;
        }

        /// <summary>An entry of bytes.</summary>
        public Entry(string key, byte[] valueBytes)
        {
            Key = CheckedKey(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"Bytes need a name ending in '{BinaryHeaderSuffix}'; '{key}' does not.", nameof(key));
            }

            _bytes = valueBytes;
        }

        private Entry(string key, string? text, byte[]? bytes) => (Key, _text, _bytes) = (key, text, bytes);

        /// <summary>The name, in lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry holds bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException($"'{Key}' holds bytes, not text.");

        /// <summary>The bytes; for a text entry, its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes ?? Encoding.ASCII.GetBytes(Value);

        /// <inheritdoc/>
        public override string ToString() => IsBinary ? $"{Key}: ({ValueBytes.Length} bytes)" : $"{Key}: {Value}";

        /// <summary>An entry as it came from a peer: what a peer may send is wider than what we send.</summary>
        internal static Entry Received(string key, string text) => new(key, text, null);

        internal static Entry Received(string key, byte[] bytes) => new(key, null, bytes);

        private static string CheckedKey(string key)
        {
            var lower = key.ToLowerInvariant();
            if (lower.Length == 0 || !lower.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.'))
            {
                throw new ArgumentException($"'{key}' is not a metadata name: letters, digits, '-', '_' and '.' only.", nameof(key));
            }

            if (Protocol.ProtocolHeaders.IsReserved(lower))
            {
                throw new ArgumentException($"'{key}' belongs to the protocol and cannot be metadata.", nameof(key));
            }

            return lower;
        }
    }
}
