using YamlDotNet.Serialization;

namespace Thesis.Hosting.Publishing;

/// <summary>A mapping of YAML, in the order written. A value that is null is left out when it is added.</summary>
internal sealed class Map : OrderedDictionary<string, object>
{
    /// <summary>Adds the entry unless there is nothing to say.</summary>
    public Map With(string key, object? value)
    {
        if (value is not (null or System.Collections.ICollection { Count: 0 }))
        {
            this[key] = value;
        }

        return this;
    }
}

/// <summary>Writes YAML, block style, two spaces, texts quoted where a reader could take them for something else.</summary>
internal static class Yaml
{
    private const string Separator = "---\n";

    public static string Text(params IEnumerable<object> documents)
    {
        var serializer = new SerializerBuilder()
            .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
            .WithIndentedSequences()
            .DisableAliases()
            .WithNewLine("\n")
            .Build();
        return string.Join(Separator, documents.Select(serializer.Serialize));
    }
}
