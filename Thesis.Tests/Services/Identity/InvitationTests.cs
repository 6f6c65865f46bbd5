using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Api;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>Asking somebody to act for a donor or an NGO, leaving it and handing it over.</summary>
public sealed partial class InvitationTests(InvitationTests.Host host) : IClassFixture<InvitationTests.Host>
{
    private const string Password = "seven boxes of ripe pears";

    [Fact]
    public async Task Somebody_new_accepts_and_acts_for_the_donor_at_once()
    {
        var donor = await DonorAsync("user-ines");
        var guest = new Guest(host);
        await InviteAsync("user-ines", $"{donor}", guest.Email, "manager");

        var id = await guest.AcceptAsNewAsync();

        await ActsForAsync(donor, id);
        Assert.Equal(["donor"], await RolesAsync(id));
        using var client = host.As(id, Roles.Donor);
        var organisation = (await client.GetNodeAsync("/api/v1/organisations"))["items"]?[0];
        Assert.Equal(($"{donor}", "donor", "manager"), ((string?)organisation?["id"], (string?)organisation?["kind"], (string?)organisation?["role"]));
        await InviteAsync(id, $"{donor}", new Guest(host).Email, "staff");
    }

    [Fact]
    public async Task Staff_sees_what_it_needs_and_may_neither_change_the_donor_nor_invite()
    {
        var donor = await DonorAsync("user-jo");
        var guest = new Guest(host);
        await InviteAsync("user-jo", $"{donor}", guest.Email, "staff");
        var id = await guest.AcceptAsNewAsync();
        await ActsForAsync(donor, id);
        using var staff = host.As(id, Roles.Donor);

        var seen = await staff.GetAsync($"/api/v1/donors/{donor}").ReadAsync<DonorResponse>();
        Assert.Equal<IEnumerable<string>>([id], seen.Staff ?? []);
        Assert.NotNull(seen.Contacts);
        await staff.CommandAsync(HttpMethod.Put, $"/api/v1/donors/{donor}/managers", new { managers = new[] { id } }, ifMatch: seen.Version).ProblemAsync(HttpStatusCode.Forbidden);
        await staff.PostCommandAsync($"/api/v1/donors/{donor}/transfer", new { to = "user-jo" }).ProblemAsync(HttpStatusCode.Forbidden);
        await staff.PostCommandAsync("/api/v1/invitations", new { organisation = donor, email = "a@example.org", role = "manager" }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Empty((await staff.GetNodeAsync("/api/v1/invitations"))["items"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task Somebody_with_an_account_accepts_and_acts_for_several_organisations()
    {
        var donor = await DonorAsync("user-lu");
        var ngo = await NgoAsync("user-mo");
        var guest = new Guest(host);
        await InviteAsync("user-lu", $"{donor}", guest.Email, "staff");
        var id = await guest.AcceptAsNewAsync();

        await InviteAsync("user-mo", $"{ngo}", guest.Email, "manager");
        using var page = await guest.Browser.GetAsync(await guest.LinkAsync());
        Assert.Contains("Accept as Lee Wong", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await guest.AcceptAsync();

        Assert.Equal(["donor", "ngo"], await RolesAsync(id));
        using var client = host.As(id, Roles.Donor, Roles.Ngo);
        await Eventually.HoldsAsync("both are known", async () =>
            (await client.GetNodeAsync("/api/v1/organisations"))["items"]?.AsArray().Select(one => ((string?)one?["id"], (string?)one?["role"])).ToHashSet()
                .SetEquals([($"{donor}", "staff"), ($"{ngo}", "manager")]) == true);
    }

    [Fact]
    public async Task A_link_is_good_once_even_when_it_is_used_twice_at_once()
    {
        var donor = await DonorAsync("user-nia");
        var guests = new[] { new Guest(host), new Guest(host) };
        foreach (var guest in guests)
        {
            await InviteAsync("user-nia", $"{donor}", guest.Email, "staff");
            await guest.AcceptAsNewAsync();
        }

        var other = await NgoAsync("user-nia");
        var email = new Guest(host).Email;
        await InviteAsync("user-nia", $"{other}", email, "staff");
        var link = await host.LinkAsync(email);
        var answers = await Task.WhenAll(guests.Select(guest => guest.SubmitAsync(link)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest], answers.Select(answer => answer.StatusCode).Order());
        using var late = await guests[0].Browser.GetAsync(link);
        Assert.Contains("no longer good", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("revoked")]
    [InlineData("replaced")]
    [InlineData("expired")]
    [InlineData("its sender left")]
    public async Task A_link_that_is_no_longer_good_lets_nobody_in(string why)
    {
        var manager = $"user-{Guid.NewGuid():n}";
        var donor = await DonorAsync(manager, "user-oz");
        var guest = new Guest(host);
        var invitation = await InviteAsync(manager, $"{donor}", guest.Email, "manager");
        var link = await guest.LinkAsync();
        using var client = host.As(manager, Roles.Donor);
        switch (why)
        {
            case "forged":
                link = link[..^6] + "AAAAAA";
                break;
            case "revoked":
                await client.PostCommandAsync($"/api/v1/invitations/{invitation}/revoke").ReadAsync<JsonNode>();
                break;
            case "replaced":
                await client.PostCommandAsync($"/api/v1/invitations/{invitation}/resend").ReadAsync<JsonNode>();
                Assert.NotEqual(link, await guest.LinkAsync());
                break;
            case "expired":
                await host.ExpireAsync(invitation);
                break;
            default:
                await client.PostCommandAsync($"/api/v1/donors/{donor}/leave");
                await Eventually.HoldsAsync("identity knows", () => host.ScalarAsync<bool>("select not managers @> array[$2] from identity.organisations where id = $1", $"{donor}", manager));
                break;
        }

        using var answer = await guest.SubmitNewAsync(link);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(await host.ScalarAsync<bool>("select exists (select from identity.accounts where email = $1)", guest.Email));
    }

    [Fact]
    public async Task Nobody_accepts_an_invitation_of_their_own()
    {
        var donor = await DonorAsync("user-pia");
        var guest = new Guest(host);
        await InviteAsync("user-pia", $"{donor}", guest.Email, "manager");
        var id = await guest.AcceptAsNewAsync();
        await ActsForAsync(donor, id);

        var email = new Guest(host).Email;
        await InviteAsync(id, $"{donor}", email, "staff");
        using var answer = await guest.SubmitAsync(await host.LinkAsync(email));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("sent this invitation yourself", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_invited_once_until_its_invitation_is_over()
    {
        var donor = await DonorAsync("user-quin");
        var guest = new Guest(host);
        var first = await InviteAsync("user-quin", $"{donor}", guest.Email, "staff");
        using var client = host.As("user-quin", Roles.Donor);
        var again = new { organisation = donor, email = guest.Email.ToUpperInvariant(), role = "staff" };

        var problem = await client.PostCommandAsync("/api/v1/invitations", again).ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("invitation-open", (string?)problem["type"], StringComparison.Ordinal);
        await host.ExpireAsync(first);
        Assert.Equal("expired", (string?)(await client.GetNodeAsync($"/api/v1/invitations?organisation={donor}"))["items"]?[0]?["status"]);
        await client.PostCommandAsync("/api/v1/invitations", again).ReadAsync<JsonNode>(HttpStatusCode.Created);
        await client.PostCommandAsync($"/api/v1/invitations/{first}/revoke").ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_form_that_is_filled_in_wrong_is_shown_again_and_the_link_stays_good()
    {
        var donor = await DonorAsync("user-ray");
        var guest = new Guest(host);
        await InviteAsync("user-ray", $"{donor}", guest.Email, "staff");

        using var answer = await guest.SubmitNewAsync(await guest.LinkAsync(), ("name", " "), ("password", "short"));

        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Your name must not be empty", html, StringComparison.Ordinal);
        Assert.Contains("at least 10 characters", html, StringComparison.Ordinal);
        await guest.AcceptAsNewAsync();
    }

    [Fact]
    public async Task The_last_manager_hands_over_before_leaving()
    {
        var ngo = await NgoAsync("user-sam");
        var guest = new Guest(host);
        await InviteAsync("user-sam", $"{ngo}", guest.Email, "staff");
        var id = await guest.AcceptAsNewAsync();
        using var sam = host.As("user-sam", Roles.Ngo);
        await Eventually.HoldsAsync("the NGO knows", async () => (await sam.GetAsync($"/api/v1/ngos/{ngo}").ReadAsync<NgoResponse>()).Staff?.Contains(id) == true);

        var problem = await sam.PostCommandAsync($"/api/v1/ngos/{ngo}/leave").ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("last-manager", (string?)problem["type"], StringComparison.Ordinal);
        await sam.PostCommandAsync($"/api/v1/ngos/{ngo}/transfer", new { to = id });

        using var lee = host.As(id, Roles.Ngo);
        var left = await lee.GetAsync($"/api/v1/ngos/{ngo}").ReadAsync<NgoResponse>();
        Assert.Equal<IEnumerable<string>>([id], left.Managers ?? []);
        Assert.Empty(left.Staff ?? []);
        await sam.PostCommandAsync($"/api/v1/ngos/{ngo}/leave").ProblemAsync(HttpStatusCode.Forbidden);
    }

    private async Task<Id<Kinds.Donor>> DonorAsync(params string[] managers)
    {
        var donor = (await host.CreateDonorAsync(managers)).Id;
        await KnownAsync($"{donor}");
        return donor;
    }

    private async Task<Id<Kinds.Ngo>> NgoAsync(string manager)
    {
        using var client = host.AsNgo(manager);
        var ngo = (await client.PostCommandAsync("/api/v1/ngos", DonorScenes.Request()).ReadAsync<NgoResponse>(HttpStatusCode.Created)).Id;
        await KnownAsync($"{ngo}");
        return ngo;
    }

    private Task KnownAsync(string organisation) =>
        Eventually.HoldsAsync("identity knows the organisation", () => host.ScalarAsync<bool>("select exists (select from identity.organisations where id = $1)", organisation));

    private async Task<string> InviteAsync(string manager, string organisation, string email, string role)
    {
        using var client = host.As(manager, Roles.Donor, Roles.Ngo);
        var invitation = await client.PostCommandAsync("/api/v1/invitations", new { organisation, email, role }).ReadAsync<JsonNode>(HttpStatusCode.Created);
        return (string?)invitation["id"] ?? "";
    }

    private Task ActsForAsync(Id<Kinds.Donor> donor, string subject) => Eventually.HoldsAsync("the donor and identity know", () => host.ScalarAsync<bool>(
        "select (select managers @> array[$3] from donors.donor where id = $1) and (select managers @> array[$3] from identity.organisations where id = $2)", donor.Value, $"{donor}", subject));

    private async Task<string[]> RolesAsync(string account) => await host.ScalarAsync<string[]>(
        "select array(select r.name from identity.account_roles ar join identity.roles r on r.id = ar.role_id where ar.user_id = $1 order by 1)", account) ?? [];

    /// <summary>Somebody before the page that a mailed link leads to.</summary>
    private sealed class Guest(Host host)
    {
        public Visitor Browser { get; } = new(host.Address);

        public string Email { get; } = $"lee.{Guid.NewGuid():n}@example.org";

        public Task<string> LinkAsync() => host.LinkAsync(Email);

        /// <returns>The new account's id.</returns>
        public async Task<string> AcceptAsNewAsync()
        {
            using var answer = await SubmitNewAsync(await LinkAsync());
            Assert.Contains("Welcome to", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return await host.ScalarAsync<string>("select id from identity.accounts where email = $1", Email) ?? "";
        }

        public async Task AcceptAsync()
        {
            using var answer = await SubmitAsync(await LinkAsync());
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        public Task<HttpResponseMessage> SubmitNewAsync(string link, params (string, string)[] changes) =>
            Browser.SubmitAsync(link, "/account/invitation?handler=New", [("code", CodeOf(link)), ("name", "Lee Wong"), ("password", Password), .. changes]);

        public Task<HttpResponseMessage> SubmitAsync(string link) => Browser.SubmitAsync(link, "/account/invitation", ("code", CodeOf(link)));

        private static string CodeOf(string link) => Uri.UnescapeDataString(link[(link.IndexOf("code=", StringComparison.Ordinal) + 5)..]);
    }

    /// <summary>Identity beside the services that own organisations.</summary>
    public sealed partial class Host : ServicesHost
    {
        public Host() => Settings = new()
        {
            ["Identity:BffSecret"] = "a secret of the front door",
            ["Identity:ServicesSecret"] = "a secret of the services",
            ["Identity:PasswordRounds"] = "1000",
        };

        protected override string Selection => "identity,donors,ngos";

        /// <summary>The path of the latest invitation that was mailed to the address.</summary>
        public async Task<string> LinkAsync(string email)
        {
            var body = await this.ScalarAsync<string>("select body from identity.mails where recipient = $1 order by id desc limit 1", email);
            return new Uri(Link().Match(body ?? "").Value).PathAndQuery;
        }

        /// <summary>Lets an invitation's time pass.</summary>
        public async Task ExpireAsync(string invitation)
        {
            var id = Id<Thesis.Services.Identity.Domain.InvitationKind>.Parse(invitation).Value;
            await this.ScalarAsync<long>("update identity.invitations set expires_at = now() - interval '1 minute' where id = $1", id);
        }

        [GeneratedRegex(@"http://\S+/account/invitation\S+")]
        private static partial Regex Link();
    }
}
