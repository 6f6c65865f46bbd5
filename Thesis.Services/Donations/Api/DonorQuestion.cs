using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;

namespace Thesis.Services.Donations.Api;

/// <summary>Lets a command that needs news of a donor begin again once the donors service was asked, outside its transaction.</summary>
internal static class DonorQuestion
{
    /// <summary>To be said after <c>AsCommand</c>.</summary>
    public static RouteHandlerBuilder AskingForDonors(this RouteHandlerBuilder endpoint)
    {
        endpoint.Finally(builder =>
        {
            if (builder.RequestDelegate is { } command)
            {
                builder.RequestDelegate = http => InvokeAsync(http, command);
            }
        });
        return endpoint;
    }

    private static async Task InvokeAsync(HttpContext http, RequestDelegate command)
    {
        if (http.RequestServices.GetRequiredService<CommandContext>().IsOpen)
        {
            throw new InvalidOperationException("The donors service would be asked inside the command's transaction.");
        }

        try
        {
            await command(http);
        }
        catch (DonorNewsNeededException needed)
        {
            await http.RequestServices.GetRequiredService<DonorDirectory>().LearnAsync(needed.DonorId, http.RequestAborted);
            http.Request.Body.Position = 0;
            await command(http);
        }
    }
}
