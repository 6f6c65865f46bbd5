namespace Thesis.Services.Identity.Api;

/// <summary>
/// Requests that the front door passes on keep the public host, but come over plain HTTP; they get the public scheme, so
/// that cookies, redirects and the metadata are those of the address in the browser.
/// </summary>
internal sealed class PublicAddress(Uri issuer) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            if (string.Equals(context.Request.Host.Value, issuer.Authority, StringComparison.OrdinalIgnoreCase))
            {
                context.Request.Scheme = issuer.Scheme;
            }

            return following(context);
        });
        next(app);
    };
}
