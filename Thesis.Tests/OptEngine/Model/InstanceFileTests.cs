using System.Text;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Tests.Model;

public class InstanceFileTests
{
    private const string Right = """
        2 1 2 10.0
        70.5 20.1 77.2 3 24.0
        12 20.1 77.2 0 1.0
        60 3 20.1 77.2 5
        0 0 1.25 3.5 60
        1 0 0.75 1.5 12

        """;

    [Fact]
    public void A_file_is_read_in_grams()
    {
        var problem = Read(Right);
        Assert.Equal([70_500L, 12_000L], problem.Supply.ToArray());
        Assert.Equal([60_000L], problem.Capacity.ToArray());
        Assert.Equal([60_000L, 12_000L], problem.ArcUpper.ToArray());
        Assert.Equal([10_000L, 10_000L], problem.MinLot.ToArray());
        Assert.Equal(3.5, problem.ArcCost[0]);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var text = new StringWriter();
        InstanceFile.Write(Read(Right), text);
        var again = Read(text.ToString());
        Assert.Equal(Read(Right).ArcValue.ToArray(), again.ArcValue.ToArray());
        Assert.Equal(Read(Right).Slots.ToArray(), again.Slots.ToArray());
    }

    [Fact]
    public void A_byte_order_mark_is_no_number() =>
        Assert.Equal(Read(Right).Supply.ToArray(), Read('\uFEFF' + Right).Supply.ToArray());

    [Fact]
    public void An_arc_named_twice_is_refused_with_both_lines_wherever_they_are()
    {
        var fault = Assert.Throws<InstanceFormatException>(() => Read(Replace(1, "2 1 3 10.0") + "0 0 1.0 2.0 50"));
        Assert.Equal(7, fault.Line);
        Assert.Contains("in line 5", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_by_storage_class_are_read_and_written()
    {
        var problem = Read("""
            2 1 2 10 2
            70.5 20.1 77.2 3 24.0 1
            12 20.1 77.2 0 1.0 0
            60 3 20.1 77.2 5 60 40.5
            0 0 1.25 3.5 60
            1 0 0.75 1.5 12

            """);
        Assert.Equal([1, 0], problem.DonationClass.ToArray());
        Assert.Equal([60_000L, 40_500L], problem.ClassLimits.ToArray());
        Assert.Equal(40_500, problem.ArcUpper[0]);
        using var text = new StringWriter();
        InstanceFile.Write(problem, text);
        Assert.Equal(problem.ClassLimits.ToArray(), Read(text.ToString()).ClassLimits.ToArray());
    }

    [Theory]
    [InlineData("2 1 2", 1)]
    [InlineData("-2 1 2 10", 1)]
    [InlineData("99999999999 1 2 10", 1)]
    [InlineData("2 1 2 10 65", 1)]
    [InlineData("2 1 2 10 0", 1)]
    [InlineData("2 1 2 10 3 1", 1)]
    [InlineData("2 1 2 NaN", 1)]
    public void A_bad_first_line_is_named(string first, int line) => Fails(Replace(1, first), line);

    [Theory]
    [InlineData(2, "-1 20.1 77.2 3 24")]
    [InlineData(2, "1e30 20.1 77.2 3 24")]
    [InlineData(2, "1.0005 20.1 77.2 3 24")]
    [InlineData(3, "12 20.1 77.2 0")]
    [InlineData(4, "60 -3 20.1 77.2 5")]
    [InlineData(4, "60 x 20.1 77.2 5")]
    [InlineData(5, "2 0 1.25 3.5 60")]
    [InlineData(5, "0 1 1.25 3.5 60")]
    [InlineData(5, "0 0 1.25 -3.5 60")]
    [InlineData(5, "0 0 inf 3.5 60")]
    [InlineData(6, "0 0 0.75 1.5 12")]
    public void A_bad_line_is_named(int line, string text) => Fails(Replace(line, text), line);

    [Fact]
    public void A_file_cut_short_names_the_line_that_is_missing() => Fails(string.Join('\n', Right.Split('\n')[..5]), 6);

    [Fact]
    public void Lines_too_many_are_named() => Fails(Right + "1 0 0.75 1.5 12\n", 7);

    [Fact]
    public void A_first_line_that_promises_a_lot_claims_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fails("100000000 100000000 100000000 1\n", 2);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000_000);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_of_format()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            Assert.Throws<InstanceFormatException>(() => InstanceFile.Read(new MemoryStream(bytes)));
        }
    }

    [Fact]
    public void A_line_without_end_is_refused() => Fails(new string('1', 200_000), 1);

    private static string Replace(int line, string text)
    {
        var lines = Right.Split('\n');
        lines[line - 1] = text;
        return string.Join('\n', lines);
    }

    private static void Fails(string text, int line) =>
        Assert.StartsWith($"line {line}:", Assert.Throws<InstanceFormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    private static AllocationProblem Read(string text) => InstanceFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
