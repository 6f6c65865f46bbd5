using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing.Manifest;

/// <summary>Turns values into a manifest's texts and keeps account of what these refer to besides the model.</summary>
internal sealed class ManifestReferences
{
    private readonly List<IResource> _resources = [];
    private readonly Dictionary<string, FormattedParameter> _formatted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReferenceExpression> _conditionals = new(StringComparer.Ordinal);

    /// <summary>The resources referred to so far, each once, in the order in which they were.</summary>
    public IReadOnlyList<IResource> Resources => _resources;

    /// <summary>The parameters used in a format so far, by the name of the entry that stands for that.</summary>
    public IReadOnlyDictionary<string, FormattedParameter> Formatted => _formatted;

    /// <summary>The values that depend on a condition, by the name of the entry that holds the branch chosen.</summary>
    public IReadOnlyDictionary<string, ReferenceExpression> Conditionals => _conditionals;

    /// <summary>The text of a value, with expressions such as <c>{redis.bindings.tcp.port}</c> for references.</summary>
    public string Text(object value) => Text(value, null);

    private string Text(object value, string? format)
    {
        switch (value)
        {
            case string text:
                return Escaped(text, format);
            case ReferenceExpression { Chooses: true } conditional:
                return Conditional(conditional);
            case ReferenceExpression expression:
                return Expression(expression, format);
            case ParameterResource parameter:
                Add(parameter);
                return format is null ? parameter.ValueExpression : FormattedValue(parameter, format);
            case IResourceBuilder<IResource> { Resource: { } resource }:
                return Text(resource, format);
        }

        Collect(value);
        return value is IManifestExpressionProvider provider
            ? provider.ValueExpression
            : Escaped(string.Format(CultureInfo.InvariantCulture, "{0}", value), format);
    }

    private string Expression(ReferenceExpression expression, string? outerFormat)
    {
        // A format of the whole is a format of each of its parts.
        var parts = expression.ValueProviders
            .Select((provider, i) => (object)Text(provider, expression.StringFormats[i] ?? outerFormat)).ToArray();
        return parts.Length == 0
            ? Escaped(string.Format(CultureInfo.InvariantCulture, expression.Format, parts), outerFormat)
            : string.Format(CultureInfo.InvariantCulture, expression.Format, parts);
    }

    private string FormattedValue(ParameterResource parameter, string format)
    {
        var name = $"{parameter.Name}-{format}-encoded";
        for (var i = 1; _formatted.TryGetValue(name, out var other) && !ReferenceEquals(other.Parameter, parameter); i++)
        {
            name = $"{parameter.Name}-{format}-encoded-{i}";
        }

        _formatted[name] = new FormattedParameter(parameter, format);
        return $"{{{name}.value}}";
    }

    private string Conditional(ReferenceExpression conditional)
    {
        var name = ConditionalName.Of(conditional);
        _conditionals[name] = conditional;
        return $"{{{name}.connectionString}}";
    }

    private void Collect(object value)
    {
        switch (value)
        {
            case IResource resource:
                Add(resource);
                break;
            case IValueWithReferences references:
                foreach (var reference in references.References)
                {
                    if (reference is ReferenceExpression or ParameterResource)
                    {
                        Text(reference);
                    }
                    else
                    {
                        Collect(reference);
                    }
                }

                break;
        }
    }

    private void Add(IResource resource)
    {
        if (!_resources.Contains(resource))
        {
            _resources.Add(resource);
        }
    }

    private static string Escaped(string text, string? format) => format == "uri" ? Uri.EscapeDataString(text) : text;
}

/// <summary>A parameter's value in a format.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Format"><c>uri</c>: escaped for a URL.</param>
internal sealed record FormattedParameter(ParameterResource Parameter, string Format);
