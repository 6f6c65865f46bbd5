using System.Globalization;
using System.Runtime.CompilerServices;
using Thesis.Hosting.Publishing.Manifest;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A text with references in it, resolved when a resource starts: forward references work, and publish mode keeps
/// the references as expressions.
/// </summary>
public partial class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    /// <summary>The empty text.</summary>
    public static readonly ReferenceExpression Empty = new("", [], [], []);

    private readonly string[] _manifestExpressions;
    private readonly IValueProvider[] _valueProviders;
    private readonly string?[] _stringFormats;

    internal ReferenceExpression(string format, IValueProvider[] valueProviders, string[] manifestExpressions, string?[] stringFormats)
    {
        Format = format;
        _valueProviders = valueProviders;
        _manifestExpressions = manifestExpressions;
        _stringFormats = stringFormats;
    }

    /// <summary>The text as a composite format: literal braces doubled, a numbered hole for each reference.</summary>
    public string Format { get; }

    /// <summary>The references, in the order of their holes.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders => _valueProviders;

    /// <summary>The references' expressions for publish mode.</summary>
    public IReadOnlyList<string> ManifestExpressions => _manifestExpressions;

    /// <summary>The format of each hole: <c>uri</c> encodes the value for a URL, null leaves it.</summary>
    public IReadOnlyList<string?> StringFormats => _stringFormats;

    /// <summary>The whole text with expressions in place of the references.</summary>
    public string ValueExpression => Chooses
        ? $"{{{ConditionalName.Of(this)}.connectionString}}"
        : string.Format(CultureInfo.InvariantCulture, Format, [.. _manifestExpressions]);

    IEnumerable<object> IValueWithReferences.References => Chooses ? [Condition, WhenTrue, WhenFalse] : _valueProviders;

    /// <summary>Makes an expression of an interpolated string whose holes are references.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Expression();

    /// <summary>Resolves the references in order and fills them in; null when the text is one unresolved reference.</summary>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) =>
        GetValueAsync(new ValueProviderContext(), cancellationToken);

    /// <summary>Resolves the references for a certain caller.</summary>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Chooses)
        {
            return await ChosenAsync(context, cancellationToken).ConfigureAwait(false);
        }

        var values = new object?[_valueProviders.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = await _valueProviders[i].GetValueAsync(context, cancellationToken).ConfigureAwait(false);
            values[i] = Formatted(value, _stringFormats[i]);
        }

        return Format == "{0}" ? (string?)values[0] : string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    private static string? Formatted(string? value, string? format) => format switch
    {
        null => value,
        "uri" => value is null ? null : Uri.EscapeDataString(value),
        _ => throw new FormatException($"The format '{format}' is unknown: only 'uri' is."),
    };

    /// <summary>Collects the parts of an interpolated string; the compiler calls it.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly ReferenceExpressionBuilder _builder = new(literalLength + formattedCount);

        /// <summary>Adds text.</summary>
        public readonly void AppendLiteral(string value) => _builder.AppendLiteral(value);

        /// <summary>Adds text.</summary>
        public readonly void AppendFormatted(string? value) => _builder.AppendFormatted(value);

        /// <summary>Adds text in a format.</summary>
        public readonly void AppendFormatted(string? value, string? format = null) => _builder.AppendFormatted(value, format);

        /// <summary>Adds a reference.</summary>
        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider);

        /// <summary>Adds a reference in a format.</summary>
        public void AppendFormatted<T>(T valueProvider, string? format = null)
            where T : IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider, format);

        /// <summary>Adds a reference to a resource.</summary>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider.Resource);

        /// <summary>Adds a reference to a resource in a format.</summary>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null)
            where T : IResource, IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider.Resource, format);

        internal readonly ReferenceExpression Expression() => _builder.Build();
    }
}
