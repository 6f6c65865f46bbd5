namespace Thesis.Architecture.Tests;

public sealed class ServiceBoundaryTests
{
    private static readonly SourceFile[] _services =
    [
        new("Thesis.Services/Donations/DonationsModule.cs", "namespace Thesis.Services.Donations;\npublic static class DonationsModule;"),
        new("Thesis.Services/Orders/OrdersModule.cs", "namespace Thesis.Services.Orders;\npublic static class OrdersModule;"),
        new("Thesis.Services/Orders/Endpoints/Accept.cs", "namespace Thesis.Services.Orders.Endpoints;\nclass Accept;"),
    ];

    [Fact]
    public async Task No_service_names_another()
    {
        var files = await Repository.FilesAsync();

        Assert.Contains("Donations", ServiceBoundaries.ServicesOf(files));
        Assert.Empty(ServiceBoundaries.Violations([.. files]));
    }

    [Theory]
    [InlineData("Donations/X.cs", "using Thesis.Services.Orders;")]
    [InlineData("Donations/X.cs", "using static Thesis.Services.Orders.OrdersModule;")]
    [InlineData("Donations/X.cs", "var a = Orders.OrdersModule.Name;")]
    [InlineData("Donations/X.cs", "new Orders.Endpoints.Accept();")]
    [InlineData("Donations/X.cs", "\"SELECT id FROM orders.item WHERE id = $1\"")]
    [InlineData("Donations/X.cs", "\"insert into \\\"orders\\\".item values (1)\"")]
    [InlineData("Donations/Migrations/001_a.sql", "CREATE TABLE donations.a (o bigint REFERENCES Orders.item)")]
    [InlineData("Donations/Migrations/001_a.sql", "SET search_path TO donations, orders;")]
    [InlineData("Donations/X.cs", "await using var c = new Npgsql(\"search_path=orders\");")]
    [InlineData("Food/X.cs", "Thesis.Services.Orders.OrdersModule.Map();")]
    public void What_crosses_the_border_of_a_service_is_found(string path, string text)
    {
        var violations = ServiceBoundaries.Violations([.. _services, new SourceFile($"Thesis.Services/{path}", text)]);

        Assert.Contains(violations, v => v.StartsWith($"Thesis.Services/{path}: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Orders/X.cs", "using Thesis.Services.Orders.Endpoints; // FROM orders.item")]
    [InlineData("Donations/X.cs", "using Thesis.Contracts.Orders.V1; var n = donation.Orders.Count; Topics.Orders.Accept")]
    [InlineData("Donations/X.cs", "var total = orders.Sum(); Log(\"orders.created\"); Orders.Add(x);")]
    [InlineData("Donations/Migrations/001_a.sql", "CREATE TABLE donations.orders (id bigint);")]
    [InlineData("ServiceCatalog.cs", "using Thesis.Services.Orders;")]
    public void What_stays_inside_is_not(string path, string text) =>
        Assert.Empty(ServiceBoundaries.Violations([.. _services, new SourceFile($"Thesis.Services/{path}", text)]));
}
