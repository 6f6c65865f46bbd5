using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Tests.Orders;

public class OrderTransitionsTests
{
    /// <summary>The whole machine: a row a status, a column an action, "." where it is refused.</summary>
    private const string Machine = """
        status     accept   decline  assign   pickup    deliver   complete  expire  cancel    fail
        proposed   accepted declined .        .         .         .         expired cancelled .
        accepted   .        .        assigned .         .         .         expired cancelled .
        assigned   .        .        .        picked_up .         .         expired cancelled failed
        picked_up  .        .        .        .         delivered .         .       .         failed
        delivered  .        .        .        .         .         completed .       .         .
        completed  .        .        .        .         .         .         .       .         .
        declined   .        .        .        .         .         .         .       .         .
        expired    .        .        .        .         .         .         .       .         .
        cancelled  .        .        .        .         .         .         .       .         .
        failed     .        .        .        .         .         .         .       .         .
        """;

    public static TheoryData<OrderStatus, OrderAction, OrderStatus?> Cells()
    {
        var cells = new TheoryData<OrderStatus, OrderAction, OrderStatus?>();
        foreach (var row in Machine.Split('\n').Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            foreach (var action in Enum.GetValues<OrderAction>())
            {
                var next = row[1 + (int)action];
                cells.Add(OrderStatusNames.Parse(row[0]), action, next == "." ? null : OrderStatusNames.Parse(next));
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_action_leads_where_the_table_says_or_is_refused(OrderStatus from, OrderAction action, OrderStatus? expected)
    {
        var allowed = OrderTransitions.TryNext(from, action, out var next);

        Assert.Equal(expected, allowed ? next : null);
    }

    [Fact]
    public void The_table_covers_every_status_and_every_action() =>
        Assert.Equal(Enum.GetValues<OrderStatus>().Length * Enum.GetValues<OrderAction>().Length, Cells().Count);

    [Fact]
    public void Final_statuses_are_those_without_a_way_out()
    {
        var withoutWayOut = Enum.GetValues<OrderStatus>()
            .Where(status => !Enum.GetValues<OrderAction>().Any(action => OrderTransitions.TryNext(status, action, out _)));

        Assert.Equal(withoutWayOut, Enum.GetValues<OrderStatus>().Where(status => status.IsFinal()));
    }

    [Fact]
    public void Every_status_reads_back_from_its_name() =>
        Assert.All(Enum.GetValues<OrderStatus>(), status => Assert.Equal(status, OrderStatusNames.Parse(status.Name())));
}
