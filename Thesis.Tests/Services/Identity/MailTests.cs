using System.Globalization;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>Mails that go out to a mail server.</summary>
public class MailTests
{
    [Fact]
    public async Task A_mail_goes_out_once_and_after_a_server_that_asks_to_wait()
    {
        await using var server = new SmtpServer();
        server.Refusals.Enqueue("451 later");
        var host = await StartAsync(server);
        using var kim = new Newcomer(host);
        using var signedUp = await kim.SignUpAsync();

        await Eventually.HoldsAsync("the first attempt", () => Task.FromResult(server.Refusals.IsEmpty));
        await Eventually.HoldsAsync("the mail", () =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(!server.Mails.IsEmpty);
        });

        var mail = Assert.Single(server.Mails);
        Assert.Contains($"To: {kim.Email}", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: Confirm your address", mail, StringComparison.Ordinal);
        Assert.Contains("/account/verify", mail, StringComparison.Ordinal);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Where_mails_go_out_no_administrator_reads_them()
    {
        await using var server = new SmtpServer();
        var host = await StartAsync(server);
        using var admin = await Newcomer.AdminAsync(host);

        using var answer = await admin.GetAsync(new Uri("/api/v1/mailbox", UriKind.Relative));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        await host.DisposeAsync();
    }

    private static Task<IdentityHost> StartAsync(SmtpServer server) => IdentityHost.StartAsync(settings: new()
    {
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
        ["Mail:AllowPlain"] = "true",
    });
}
