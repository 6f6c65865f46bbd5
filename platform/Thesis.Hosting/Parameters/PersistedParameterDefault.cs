using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace Thesis.Hosting.Parameters;

/// <summary>A default that is made once and then read back from the state directory, so that data protected by it outlives a run.</summary>
internal sealed class PersistedParameterDefault(IDistributedApplicationBuilder builder, string key, ParameterDefault inner) : ParameterDefault
{
    public ParameterDefault Inner => inner;

    public override void WriteToManifest(ManifestPublishingContext context) => inner.WriteToManifest(context);

    public override string GetDefaultValue() => SecretFile.For(builder).GetOrAdd(key, inner.GetDefaultValue);
}

/// <summary>The default is for run mode only: a manifest leaves it out.</summary>
internal sealed class UnpublishedDefaultAnnotation : IResourceAnnotation;
