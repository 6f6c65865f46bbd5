using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Thesis.Bff.Limits;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Tests;

/// <summary>Who is answered when too much is going on.</summary>
public sealed class PriorityTests
{
    [Fact]
    public async Task A_driver_is_answered_when_nobody_else_has_a_place_left()
    {
        await using var limiter = Priority.Limiter(new BffOptions { RequestsAtOnce = 2, DriverRequestsAtOnce = 1 });
        var taken = new[] { limiter.AttemptAcquire(Call(Roles.Donor)), limiter.AttemptAcquire(Call(Roles.Ngo)) };

        Assert.All(taken, lease => Assert.True(lease.IsAcquired));
        Assert.False(limiter.AttemptAcquire(Call(Roles.Donor)).IsAcquired);
        Assert.True(limiter.AttemptAcquire(Call(Roles.Driver)).IsAcquired);
        Assert.False(limiter.AttemptAcquire(Call(Roles.Driver)).IsAcquired);

        taken[0].Dispose();
        Assert.True(limiter.AttemptAcquire(Call(Roles.Donor)).IsAcquired);
    }

    [Fact]
    public async Task Live_connections_and_pages_take_no_place()
    {
        await using var limiter = Priority.Limiter(new BffOptions { RequestsAtOnce = 1 });
        using var taken = limiter.AttemptAcquire(Call(Roles.Donor));

        Assert.True(limiter.AttemptAcquire(Call(Roles.Donor, "/hubs/live")).IsAcquired);
        Assert.True(limiter.AttemptAcquire(Call(Roles.Donor, "/donor")).IsAcquired);
    }

    private static DefaultHttpContext Call(string role, string path = "/api/v1/orders")
    {
        var context = new DefaultHttpContext { User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("role", role)], "test", "name", "role")) };
        context.Request.Path = path;
        return context;
    }
}
