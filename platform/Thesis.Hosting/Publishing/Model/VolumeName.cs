using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing;

/// <summary>Names the volumes of deployments, so that two applications on one engine do not share them.</summary>
internal static class VolumeName
{
    private const int HashLength = 10;

    /// <summary>In run mode a directory's name, since each AppHost has directories of its own.</summary>
    public static string Of<T>(IResourceBuilder<T> builder, string suffix)
        where T : IResource
    {
        var application = builder.ApplicationBuilder;
        if (application.ExecutionContext.IsRunMode)
        {
            return $"{builder.Resource.Name}-{suffix}";
        }

#pragma warning disable CA1308 // Engines want lower case.
        var name = Sanitized(application.Environment.ApplicationName).ToLowerInvariant();
        var hash = (application.Configuration["AppHost:Sha256"] ?? "").ToLowerInvariant();
#pragma warning restore CA1308
        return $"{name}-{hash[..Math.Min(HashLength, hash.Length)]}-{builder.Resource.Name}-{suffix}";
    }

    private static string Sanitized(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '_'));
}
