namespace Thesis.Services.Tests.Support;

/// <summary>Every service, identity with them: for what holds of all endpoints. Tokens are the test issuer's.</summary>
public sealed class WholeHost : ServicesHost
{
    public WholeHost() => Settings = new()
    {
        ["Identity:BffSecret"] = "a secret of the front door",
        ["Identity:ServicesSecret"] = "a secret of the services",
    };

    protected override string Selection => "all";
}
