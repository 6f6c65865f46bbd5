using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.Parameters;

namespace Aspire.Hosting;

/// <summary>Adds values that whoever runs the application provides.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter whose value is configured as <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, bool secret = false) =>
        builder.Add(name, $"Parameters:{name}", null, secret, persist: false);

    /// <summary>Adds a parameter with a fixed default.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a parameter with a default that a function returns.</summary>
    /// <exception cref="ArgumentException">A secret's value would be published.</exception>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A secret's value cannot be published as a default.", nameof(publishValueAsDefault));
        }

        var added = builder.Add(name, $"Parameters:{name}", new ConstantParameterDefault(valueGetter), secret, persist: false);
        if (!publishValueAsDefault)
        {
            added.WithAnnotation(new UnpublishedDefaultAnnotation());
        }

        return added;
    }

    /// <summary>Adds a parameter with a computed default, which persists in run mode if asked.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.Add(name, $"Parameters:{name}", value, secret, persist);

    /// <summary>Adds a parameter whose value is configured under a key of its own.</summary>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false) =>
        builder.Add(name, configurationKey, null, secret, persist: false);

    /// <summary>Adds a connection string that is configured as <c>ConnectionStrings:name</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, [ResourceName] string name, string? environmentVariableName = null)
    {
        var parameter = new ParameterResource(name, _ => builder.Configuration.GetConnectionString(name) ?? "", secret: true) { IsConnectionString = true };
        return builder.AddResource<IResourceWithConnectionString>(new ConfiguredConnectionStringResource(parameter, environmentVariableName));
    }

    /// <summary>Tells people what to provide.</summary>
    public static IResourceBuilder<ParameterResource> WithDescription(this IResourceBuilder<ParameterResource> builder, string description, bool enableMarkdown = false)
    {
        builder.Resource.Description = description;
        builder.Resource.EnableDescriptionMarkdown = enableMarkdown;
        return builder;
    }

    /// <summary>Makes a secret parameter with a generated default that persists in run mode, and is not part of the model yet.</summary>
    public static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name, bool lower = true, bool upper = true, bool numeric = true, bool special = true, int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0) =>
        CreateGeneratedParameter(builder, name, secret: true, new GenerateParameterDefault
        {
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        });

    /// <summary>Makes a parameter with a generated default that persists in run mode, and is not part of the model yet.</summary>
    public static ParameterResource CreateGeneratedParameter(IDistributedApplicationBuilder builder, string name, bool secret, GenerateParameterDefault parameterDefault) =>
        Create(builder, name, $"Parameters:{name}", parameterDefault, secret, persist: true);

    /// <summary>A parameter that is not part of the model.</summary>
    public static ParameterResource CreateParameter(IDistributedApplicationBuilder builder, string name, bool secret) =>
        Create(builder, name, $"Parameters:{name}", null, secret, persist: false);

    private static IResourceBuilder<ParameterResource> Add(this IDistributedApplicationBuilder builder, string name, string key, ParameterDefault? value, bool secret, bool persist) =>
        builder.AddResource(Create(builder, name, key, value, secret, persist));

    private static ParameterResource Create(IDistributedApplicationBuilder builder, string name, string key, ParameterDefault? value, bool secret, bool persist)
    {
        var persisted = persist && builder.ExecutionContext.IsRunMode && value is not null
            ? new PersistedParameterDefault(builder, key, value)
            : value;
        return new ParameterResource(name, d => Configured(builder.Configuration, key) ?? Saved(builder, key) ?? d?.GetDefaultValue() ?? throw Missing(name, key), secret)
        {
            Default = persisted,
            ConfigurationKey = key,
        };
    }

    /// <summary>A value that was given in the dashboard and saved, where there are no user secrets to save it to.</summary>
    private static string? Saved(IDistributedApplicationBuilder builder, string key) =>
        builder.ExecutionContext.IsRunMode ? SecretFile.For(builder).Find(key) : null;

    private static string? Configured(ConfigurationManager configuration, string key) =>
        configuration[key] ?? configuration[key.Replace('-', '_')];

    private static MissingParameterValueException Missing(string name, string key) =>
        new($"The parameter '{name}' has no value. Set it in the AppHost's configuration, for example with the environment variable {key.Replace(":", "__", StringComparison.Ordinal).Replace('-', '_')}.");
}
