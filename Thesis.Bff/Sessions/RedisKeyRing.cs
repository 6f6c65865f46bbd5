using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Thesis.Redis;

namespace Thesis.Bff.Sessions;

/// <summary>The data-protection keys, shared by all nodes of the BFF.</summary>
internal sealed class RedisKeyRing(RedisConnection redis) : IXmlRepository
{
    private const string Key = "bff:keys";

    // The interface is synchronous; it is called once at start and about every 24 hours.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. redis.ExecuteAsync(RedisCommand.Of("HVALS", Key)).AsTask().GetAwaiter().GetResult()
            .Items.Select(item => XElement.Parse(item.AsString() ?? ""))];

    public void StoreElement(XElement element, string friendlyName) =>
        redis.ExecuteAsync(RedisCommand.Of("HSET", Key, friendlyName, element.ToString(SaveOptions.DisableFormatting)))
            .AsTask().GetAwaiter().GetResult();
}
