using Thesis.ServiceDefaults;
using Thesis.Services.Access;

namespace Thesis.Services.Tests.Access;

/// <summary>The table itself: what it cannot say, and what it gives a portal.</summary>
public class AccessTableTests
{
    private const string Columns = "anybody newcomer donor ngo driver dispatcher admin service\n";

    [Theory]
    [InlineData("A - - - - - - -")]
    [InlineData("A - - - - - - - maybe")]
    [InlineData("A - - own - - - - -")]
    [InlineData("A - - all - - - - - of the caller")]
    public void A_row_that_says_too_little_or_too_much_is_refused(string row) =>
        Assert.Throws<FormatException>(() => AccessTable.Rows(Columns + row).ToArray());

    [Fact]
    public void A_table_of_other_columns_is_refused() =>
        Assert.Throws<FormatException>(() => AccessTable.Rows("anybody donor admin\nA - - -").ToArray());

    [Fact]
    public void The_strongest_role_counts_and_an_unknown_one_is_none()
    {
        var rule = AccessTable.Rows(Columns + "A - - own - - all - - of the caller").Single();

        Assert.Equal(Scope.All, rule.Of([Roles.Donor, Roles.Dispatcher]));
        Assert.Equal(Scope.Own, rule.Of([Roles.Donor, "king"]));
        Assert.Equal(Scope.None, rule.Of(["king"]));
        Assert.Equal(Scope.None, rule.Of([]));
    }

    [Fact]
    public void No_person_may_do_what_processes_ask_of_each_other() =>
        Assert.All(AccessTable.Rules.Where(rule => rule.Scopes[Roles.Service] == Scope.All), rule =>
            Assert.All(rule.Scopes.Where(cell => cell.Key != Roles.Service), cell => Assert.Equal(Scope.None, cell.Value)));
}
