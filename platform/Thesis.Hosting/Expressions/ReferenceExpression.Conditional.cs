using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

public partial class ReferenceExpression
{
    /// <summary>Whether the text is one of two, by a condition.</summary>
    public bool IsConditional => Chooses;

    /// <summary>As <see cref="IsConditional"/>, of which Aspire does not tell the compiler what it implies.</summary>
    [MemberNotNullWhen(true, nameof(Condition), nameof(MatchValue), nameof(WhenTrue), nameof(WhenFalse))]
    internal bool Chooses => Condition is not null;

    /// <summary>What the choice depends on; null when there is no choice.</summary>
    public IValueProvider? Condition { get; private init; }

    /// <summary>The condition's value for which the first text is chosen, whatever its case.</summary>
    public string? MatchValue { get; private init; }

    /// <summary>The text when the condition has the value.</summary>
    public ReferenceExpression? WhenTrue { get; private init; }

    /// <summary>The text when it has another.</summary>
    public ReferenceExpression? WhenFalse { get; private init; }

    /// <summary>Makes an expression that is one of two, by a condition that is known at run time or when publishing.</summary>
    /// <param name="condition">What the choice depends on; it must have an expression for publish mode too.</param>
    /// <param name="matchValue">The condition's value for which the first text is chosen.</param>
    /// <param name="whenTrue">The text when the condition has the value.</param>
    /// <param name="whenFalse">The text when it has another.</param>
    public static ReferenceExpression CreateConditional(IValueProvider condition, string matchValue, ReferenceExpression whenTrue, ReferenceExpression whenFalse)
    {
        if (condition is not IManifestExpressionProvider)
        {
            throw new ArgumentException("The condition has no expression for publish mode.", nameof(condition));
        }

        return new ReferenceExpression("", [], [], [])
        {
            Condition = condition,
            MatchValue = matchValue,
            WhenTrue = whenTrue,
            WhenFalse = whenFalse,
        };
    }

    private async ValueTask<string?> ChosenAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        var value = Condition is null ? null : await Condition.GetValueAsync(context, cancellationToken).ConfigureAwait(false);
        var chosen = string.Equals(value, MatchValue, StringComparison.OrdinalIgnoreCase) ? WhenTrue : WhenFalse;
        return chosen is null ? null : await chosen.GetValueAsync(context, cancellationToken).ConfigureAwait(false);
    }
}
