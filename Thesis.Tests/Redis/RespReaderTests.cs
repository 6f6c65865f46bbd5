using System.IO.Pipelines;
using System.Text;
using Thesis.Redis.Protocol;

namespace Thesis.Redis.Tests;

public sealed class RespReaderTests
{
    private const string Everything =
        "+OK\r\n-ERR no\r\n:-42\r\n$5\r\nhello\r\n$0\r\n\r\n$-1\r\n*-1\r\n_\r\n,1.5\r\n,inf\r\n#t\r\n(12345678901234567890123\r\n"
        + "=8\r\ntxt:text\r\n!5\r\nERR x\r\n*2\r\n:1\r\n*1\r\n$1\r\na\r\n~1\r\n+x\r\n%1\r\n+k\r\n:7\r\n>2\r\n+message\r\n+c\r\n|1\r\n+ttl\r\n:9\r\n:3\r\n";

    private const string Meaning =
        "OK|!ERR no|-42|hello||null|null|null|1.5|Infinity|true|12345678901234567890123|text|!ERR x|[1 [a]]|[x]|[k 7]|[message c]|3";

    [Fact]
    public async Task Every_kind_of_value_is_read_however_the_bytes_are_cut()
    {
        var bytes = Encoding.UTF8.GetBytes(Everything);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(Meaning, await ReadAllAsync(bytes, cut));
        }
    }

    [Theory]
    [InlineData("?\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("$-2\r\n", true)]
    [InlineData("*-5\r\n", true)]
    [InlineData("%-1\r\n")]
    [InlineData("%9223372036854775807\r\n")]
    [InlineData("*9999999999\r\n")]
    [InlineData("$1048577\r\n")]
    [InlineData("+a\n")]
    [InlineData("\r\n")]
    [InlineData(",x\r\n")]
    public async Task Bytes_that_are_not_RESP3_or_too_many_are_a_protocol_failure(string text, bool isNull = false)
    {
        var reading = ReadAllAsync(Encoding.UTF8.GetBytes(text), 1);

        if (isNull)
        {
            Assert.Equal("null", await reading);
            return;
        }

        Assert.Equal(RedisFailure.Protocol, (await Assert.ThrowsAsync<RedisException>(() => reading)).Failure);
    }

    [Fact]
    public async Task Nesting_without_end_is_a_protocol_failure()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", 1000)));

        Assert.Equal(RedisFailure.Protocol, (await Assert.ThrowsAsync<RedisException>(() => ReadAllAsync(bytes, 64))).Failure);
    }

    [Fact]
    public async Task A_line_without_end_is_a_protocol_failure()
    {
        var bytes = Encoding.UTF8.GetBytes("+" + new string('a', 70_000));

        Assert.Equal(RedisFailure.Protocol, (await Assert.ThrowsAsync<RedisException>(() => ReadAllAsync(bytes, 4096))).Failure);
    }

    private static async Task<string> ReadAllAsync(byte[] bytes, int cut)
    {
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, bytes, cut);
        var reader = new RespReader(pipe.Reader, 1 << 20, () => { });
        var values = new List<string>();
        try
        {
            while (true)
            {
                values.Add(Show(await reader.ReadAsync(CancellationToken.None)));
            }
        }
        catch (EndOfStreamException)
        {
            await writing;
            return string.Join('|', values);
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
        }
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, int cut)
    {
        foreach (var piece in bytes.Chunk(cut))
        {
            await writer.WriteAsync(piece);
        }

        await writer.CompleteAsync();
    }

    private static string Show(RedisValue value) => value.Type switch
    {
        RedisType.Null => "null",
        RedisType.Error => "!" + value.AsString(),
        RedisType.Array or RedisType.Set or RedisType.Map or RedisType.Push => $"[{string.Join(' ', value.Items.Select(Show))}]",
        _ => value.AsString() ?? "",
    };
}
