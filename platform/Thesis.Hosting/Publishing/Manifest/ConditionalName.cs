using System.Globalization;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing.Manifest;

/// <summary>Names the manifest's entry for a value that depends on a condition.</summary>
internal static class ConditionalName
{
    public static string Of(ReferenceExpression conditional)
    {
        var condition = ((IManifestExpressionProvider?)conditional.Condition)?.ValueExpression ?? "";
        var hash = XxHash32.Of(Encoding.UTF8.GetBytes(
            $"{condition}{conditional.WhenTrue?.ValueExpression}{conditional.WhenFalse?.ValueExpression}{conditional.MatchValue}"));
        return string.Create(CultureInfo.InvariantCulture, $"cond-{Sanitized(condition)}-{hash:x8}");
    }

    private static string Sanitized(string expression)
    {
        var name = new StringBuilder();
        foreach (var c in expression)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString().TrimEnd('-');
    }
}
