using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Orchestration;

namespace Thesis.Hosting
{
    /// <summary>Asks for processes to be started again when they end badly. Nothing is, unless asked for.</summary>
    public static class RestartBuilderExtensions
    {
        /// <summary>Starts the resource again when its process ends with another exit code than 0: after 1 s, then 2 s, up to 30 s.</summary>
        /// <param name="builder">The resource.</param>
        /// <param name="maxRestarts">How often in a row; a run of a minute begins the count anew.</param>
        public static IResourceBuilder<T> WithRestartOnFailure<T>(this IResourceBuilder<T> builder, int maxRestarts = RestartSchedule.DefaultMaxRestarts)
            where T : IResource
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(maxRestarts, 1);
            return builder.WithAnnotation(new RestartAnnotation(maxRestarts), ResourceAnnotationMutationBehavior.Replace);
        }
    }
}

namespace Thesis.Hosting.Orchestration
{
    internal sealed record RestartAnnotation(int MaxRestarts) : IResourceAnnotation;

    /// <summary>When to start a process again that ended badly.</summary>
    internal sealed class RestartSchedule(int maxRestarts)
    {
        public const int DefaultMaxRestarts = 10;

        /// <summary><c>Thesis:Restart=true</c> asks for restarts of all resources, <c>Thesis:Restart:name=true</c> for those of one.</summary>
        private const string Key = "Thesis:Restart";

        private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
        private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

        private int _inARow;

        /// <summary>The schedule asked for; null when none is.</summary>
        public static RestartSchedule? Of(IResource resource, IServiceProvider services)
        {
            if (resource.TryGetLastAnnotation<RestartAnnotation>(out var annotation))
            {
                return new RestartSchedule(annotation.MaxRestarts);
            }

            var configuration = services.GetRequiredService<IConfiguration>();
            return bool.TryParse(configuration[$"{Key}:{resource.Name}"] ?? configuration[Key], out var wanted) && wanted
                ? new RestartSchedule(DefaultMaxRestarts)
                : null;
        }

        /// <summary>How long to wait before the next start; null when there is to be none.</summary>
        /// <param name="exitCode">What the process ended with.</param>
        /// <param name="ran">How long it ran.</param>
        public TimeSpan? After(int exitCode, TimeSpan ran)
        {
            if (exitCode == 0)
            {
                return null;
            }

            _inARow = ran >= Stable ? 1 : _inARow + 1;
            if (_inARow > maxRestarts)
            {
                return null;
            }

            var pause = First * Math.Pow(2, _inARow - 1);
            return pause < Longest ? pause : Longest;
        }
    }
}
