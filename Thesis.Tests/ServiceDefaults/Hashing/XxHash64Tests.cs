using System.IO.Hashing;
using System.Text;

namespace Thesis.ServiceDefaults.Tests.Hashing;

public sealed class XxHash64Tests
{
    [Theory]
    [InlineData("", "EF46DB3751D8E999")]
    [InlineData("a", "D24EC4F1A98C6E5B")]
    [InlineData("abc", "44BC2CF5AD770999")]
    [InlineData("message digest", "066ED728FCEEB3BE")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "CFE1F278FA89835C")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "AAA46907D3047814")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "E04A477F19EE145D")]
    public void Hash_is_xxh64_with_seed_zero_big_endian(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(XxHash64.Hash(Encoding.ASCII.GetBytes(text))));
}
