using System.Net;
using Thesis.Bff.Tests.Support;
using Thesis.Tests.Support.Door;

namespace Thesis.Bff.Tests;

/// <summary>The BFF keeps nothing in itself.</summary>
[Collection(PublicDoorCollection.Name)]
public sealed class RestartTests(PublicDoorFixture door)
{
    [Fact]
    public async Task A_session_survives_a_restart_of_the_bff()
    {
        using var browser = await Browser.SignedInAsync(door, "ngo1");
        await door.RestartAsync();
        using var answer = await browser.GetAsync("/bff/user");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
