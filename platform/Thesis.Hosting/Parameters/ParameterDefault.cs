using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Makes a value for a parameter that is not configured.</summary>
public abstract class ParameterDefault
{
    /// <summary>Writes what a deployment makes the value of, inside the manifest's <c>default</c>.</summary>
    public abstract void WriteToManifest(ManifestPublishingContext context);

    /// <summary>The value.</summary>
    public abstract string GetDefaultValue();
}

/// <summary>A fixed default.</summary>
internal sealed class ConstantParameterDefault(Func<string> value) : ParameterDefault
{
    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", value());

    public override string GetDefaultValue() => value();
}
