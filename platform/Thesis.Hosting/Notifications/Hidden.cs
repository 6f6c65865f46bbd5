using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Notifications;

namespace Thesis.Hosting.Notifications
{
    /// <summary>The resource is left out of what people see; with exit codes, once it ended with one of them.</summary>
    internal sealed record HiddenAnnotation(IReadOnlyList<int>? ExitCodes) : IResourceAnnotation
    {
        public static bool IsHiddenAtFirst(IResource resource) => resource.Annotations.OfType<HiddenAnnotation>().Any(h => h.ExitCodes is null);

        public static bool IsHiddenAfter(IResource resource, int? exitCode) => exitCode is { } code
            && resource.Annotations.OfType<HiddenAnnotation>().Any(h => h.ExitCodes?.Contains(code) == true);
    }
}

namespace Aspire.Hosting
{
    public static partial class ResourceBuilderExtensions
    {
        /// <summary>Leaves the resource out of what people see.</summary>
        public static IResourceBuilder<T> WithHidden<T>(this IResourceBuilder<T> builder)
            where T : IResource => builder.WithAnnotation(new HiddenAnnotation(null));

        /// <summary>Leaves the resource out of what people see once it ended with an exit code.</summary>
        public static IResourceBuilder<T> WithHiddenOnCompletion<T>(this IResourceBuilder<T> builder, int exitCode)
            where T : IResource => builder.WithHiddenOnCompletion([exitCode]);

        /// <summary>Leaves the resource out of what people see once it ended with one of some exit codes; with 0 when none is named.</summary>
        public static IResourceBuilder<T> WithHiddenOnCompletion<T>(this IResourceBuilder<T> builder, params int[] exitCodes)
            where T : IResource => builder.WithAnnotation(new HiddenAnnotation(exitCodes.Length == 0 ? [0] : exitCodes));
    }
}
