using Thesis.Services.Orders.Domain;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Orders;

public class OrderTableTests
{
    private const string UpdateVariable = "THESIS_UPDATE_DOCS";

    /// <summary>The whole machine: a row a status, a column an action, "." where it is refused.</summary>
    private const string Machine = """
        status     accept   decline  withdraw assign   release  no_show  pickup    deliver   confirm   expire  cancel    fail
        proposed   accepted declined .        .        .        .        .         .         .         expired cancelled .
        accepted   .        .        declined assigned .        .        .         .         .         expired cancelled .
        assigned   .        .        declined assigned accepted accepted picked_up .         .         expired cancelled failed
        picked_up  .        .        .        .        .        .        .         delivered .         .       delivered failed
        delivered  .        .        .        .        .        .        .         .         completed .       .         .
        completed  .        .        .        .        .        .        .         .         .         .       .         .
        declined   .        .        .        .        .        .        .         .         .         .       .         .
        expired    .        .        .        .        .        .        .         .         .         .       .         .
        cancelled  .        .        .        .        .        .        .         .         .         .       .         .
        failed     .        .        .        .        .        .        .         .         .         .       .         .
        returned   .        .        .        .        .        .        .         .         .         .       .         .
        lost       .        .        .        .        .        .        .         .         .         .       .         .
        """;

    public static TheoryData<OrderStatus, OrderAction, OrderStatus?> Cells()
    {
        var cells = new TheoryData<OrderStatus, OrderAction, OrderStatus?>();
        foreach (var row in Machine.Split('\n').Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            for (var action = OrderAction.Accept; action <= OrderAction.Fail; action++)
            {
                var next = row[(int)action];
                cells.Add(OrderStatusNames.Parse(row[0]), action, next == "." ? null : OrderStatusNames.Parse(next));
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_event_leads_where_the_table_says_or_is_refused(OrderStatus from, OrderAction action, OrderStatus? expected) =>
        Assert.Equal(expected, OrderTable.Find(from, new OrderEvent(action) { Grams = 1 })?.To);

    [Theory]
    [InlineData(OrderStatus.Assigned, OrderAction.PickUp, 0, null, OrderStatus.Failed)]
    [InlineData(OrderStatus.PickedUp, OrderAction.Cancel, 0, Rest.StillThere, OrderStatus.Returned)]
    [InlineData(OrderStatus.PickedUp, OrderAction.Cancel, 0, Rest.Gone, OrderStatus.Lost)]
    [InlineData(OrderStatus.PickedUp, OrderAction.Cancel, 5, Rest.Gone, OrderStatus.Delivered)]
    public void What_was_found_decides_how_an_order_ends(OrderStatus from, OrderAction action, long grams, Rest? rest, OrderStatus expected) =>
        Assert.Equal(expected, OrderTable.Find(from, new OrderEvent(action) { Grams = grams, Rest = rest })?.To);

    [Fact]
    public void Incidents_are_reported_of_every_order_and_leave_it_as_it_is() => Assert.All(
        Enum.GetValues<OrderStatus>(), status => Assert.Equal(status, OrderTable.Find(status, new OrderEvent(OrderAction.Report))?.To));

    [Fact]
    public void Final_statuses_are_those_without_a_way_out()
    {
        var withoutWayOut = Enum.GetValues<OrderStatus>().Where(status => OrderTable.Rows.All(row => row.From != status || row.To == status));

        Assert.Equal(withoutWayOut, Enum.GetValues<OrderStatus>().Where(status => status.IsFinal()));
    }

    [Fact]
    public void Every_name_reads_back()
    {
        Assert.All(Enum.GetValues<OrderStatus>(), status => Assert.Equal(status, OrderStatusNames.Parse(status.Name())));
        Assert.All(Enum.GetValues<OrderAction>(), action => Assert.Equal(action, OrderActionNames.Parse(action.Name())));
    }

    [Fact]
    public async Task The_guide_shows_the_table_that_the_code_runs_by()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs", "orders.md");
        var guide = await File.ReadAllTextAsync(path);
        const string Begin = "<!-- the table begins: written by the tests -->\n";
        const string End = "<!-- the table ends -->";
        var (from, until) = (guide.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, guide.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            guide = guide[..from] + OrderTable.ToMarkdown() + guide[until..];
            await File.WriteAllTextAsync(path, guide);
            until = guide.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.True(
            guide[from..until] == OrderTable.ToMarkdown(),
            $"{path} does not show the state machine. Renew it with: {UpdateVariable}=1 dotnet test Thesis.Tests/Services --filter OrderTable");
    }
}
